package dev.terrarium.environment;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.TreeMap;

/// The mark of a completely unpacked folder: a file in it that lists every other with its size.
///
/// It is written last. Checking a folder against it finds what is missing, cut short or grown;
/// files that came later, such as compiled modules, do not matter.
final class Inventory {
  static final String NAME = ".terrarium-complete";
  private static final String BEGIN = "terrarium-inventory 1";
  private static final String END = "end";

  private Inventory() {}

  static void write(Path folder) throws IOException {
    TreeMap<String, Long> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            // What a link leads to counts, as when it is checked; a folder lists its own files.
            if (!attributes.isSymbolicLink() || Files.isRegularFile(file)) {
              String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
              files.put(name, Files.size(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    StringBuilder text = new StringBuilder(BEGIN).append('\n');
    files.forEach((name, size) -> text.append(size).append(' ').append(name).append('\n'));
    Files.writeString(folder.resolve(NAME), text.append(END).append('\n').toString());
  }

  /// What is wrong with a folder; empty if it is complete.
  ///
  /// This runs at every start, for some thousand files: it asks the system once for each.
  static Optional<String> fault(Path folder) {
    String text;
    try {
      text = Files.readString(folder.resolve(NAME));
    } catch (IOException _) {
      return Optional.of("its list of files is missing or unreadable");
    }
    String[] lines = text.split("\n", 0);
    if (lines.length < 3 || !lines[0].equals(BEGIN) || !lines[lines.length - 1].equals(END)) {
      return Optional.of("its list of files is cut short");
    }
    String root = folder.toString();
    for (int index = 1; index < lines.length - 1; index++) {
      Optional<String> fault = fault(root, lines[index]);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fault(String root, String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      return Optional.of("its list of files is malformed");
    }
    String name = line.substring(space + 1);
    String size = line.substring(0, space);
    File file = new File(root, name);
    long length = file.length(); // 0 if it is not there
    if (!size.equals(Long.toString(length)) || (length == 0 && !file.exists())) {
      return Optional.of(
          file.exists()
              ? name + " has " + length + " bytes instead of " + size
              : name + " is missing");
    }
    return Optional.empty();
  }
}
