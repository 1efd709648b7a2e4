package dev.terrarium.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that appears with all its content, or not at all.
///
/// The content is collected next to the file, and removed when the process ends before it is
/// complete. A device or a named pipe is written directly.
final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final @Nullable Path draft;
  private final OutputStream content;

  private AtomicFile(Path target, @Nullable Path draft, OutputStream content) {
    this.target = target;
    this.draft = draft;
    this.content = content;
  }

  /// Begins a file.
  ///
  /// @param option the option that names it, for messages
  static AtomicFile begin(String option, String name) {
    if (name.isEmpty()) {
      throw new CommandLineException(option, option + " is empty: name a file.");
    }
    try {
      var path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw unwritable(option, name, "it is a folder");
      }
      var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        return new AtomicFile(
            target, null, Files.newOutputStream(target, StandardOpenOption.WRITE));
      }
      return beginNextTo(option, name, target);
    } catch (InvalidPathException invalid) {
      throw unwritable(option, name, invalid.getReason());
    } catch (NoSuchFileException _) {
      throw unwritable(option, name, "no file can be made in its folder");
    } catch (IOException failure) {
      throw unwritable(option, name, Sentences.reason(failure));
    }
  }

  private static AtomicFile beginNextTo(String option, String name, Path target)
      throws IOException {
    var folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unwritable(option, name, "there is no folder " + folder);
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw unwritable(option, name, "permission denied");
    }
    var draft =
        folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    var content =
        Files.newOutputStream(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    draft.toFile().deleteOnExit();
    return new AtomicFile(target, draft, content);
  }

  OutputStream content() {
    return content;
  }

  /// Puts the file in its place; the content must have been flushed.
  void commit() throws IOException {
    content.close();
    if (draft != null) {
      try {
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException gone) {
        throw new IOException(missing(draft), gone);
      }
    }
  }

  /// What somebody has removed meanwhile.
  private static String missing(Path draft) {
    var folder = draft.getParent();
    return folder != null && Files.isDirectory(folder)
        ? "its draft " + draft + " is gone"
        : "there is no folder " + folder + " any more";
  }

  /// Removes what was not committed.
  @Override
  public void close() throws IOException {
    content.close();
    if (draft != null) {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public String toString() {
    return target.toString();
  }

  private static CommandLineException unwritable(String option, String name, String reason) {
    return new CommandLineException(option, name + " cannot be written: " + reason + ".");
  }
}
