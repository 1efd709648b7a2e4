package dev.terrarium.cli;

import dev.terrarium.session.robot.RobotFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The robot of `robot demo`, which comes along: `examples/robot-arm`, in a folder of its own that
/// goes away with it.
final class DemoFiles implements AutoCloseable {
  private static final String DECLARATION = "robot.toml";
  private static final List<String> FILES = List.of(DECLARATION, "policies/rose.py");

  private final Path folder;

  private DemoFiles(Path folder) {
    this.folder = folder;
  }

  /// Unpacks it where temporary files are.
  static DemoFiles unpack() {
    try {
      var files = new DemoFiles(Files.createTempDirectory("terrarium-demo-"));
      for (var name : FILES) {
        files.write(name);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the robot of the demo cannot be written to the folder of temporary files", e);
    }
  }

  private void write(String name) throws IOException {
    try (var stream =
        Objects.requireNonNull(
            DemoFiles.class.getResourceAsStream("robot-arm/" + name),
            () -> "a bug of ours: the demo's " + name + " is missing")) {
      Path file = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.copy(stream, file);
    }
  }

  /// Reads its declaration.
  RobotFile robot() {
    return RobotFiles.read(folder.resolve(DECLARATION).toString());
  }

  /// Returns a text with its files named as they are in `examples/robot-arm`.
  String shortened(String text) {
    return text.replace(folder + folder.getFileSystem().getSeparator(), "");
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(folder, new Removal());
    } catch (IOException leftToTheSystem) {
      // It lies where temporary files are.
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
