package dev.terrarium.control.record;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that are there whole or not at all.
final class WholeFile {
  private WholeFile() {}

  /// What a file holds.
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /// Writes one beside the place, and then puts it there.
  ///
  /// @param file where nothing is, or a file that is replaced
  /// @throws IOException if it cannot be written; names the file
  static void write(Path file, Content content) throws IOException {
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw new IOException(
          file
              + " cannot be written: it is a link, a folder or a device, and only files are replaced");
    }
    Path absolute = file.toAbsolutePath();
    Path begun = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      writeThrough(begun, absolute, content);
    } catch (IOException e) {
      throw new IOException("%s cannot be written: %s".formatted(file, reason(e)), e);
    }
  }

  private static void writeThrough(Path begun, Path file, Content content) throws IOException {
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(begun))) {
        content.write(out);
      }
      Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(begun);
      throw e;
    }
  }

  /// Returns why, without the name of the file that was begun.
  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "its folder is not there";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException it when it.getReason() != null -> it.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
