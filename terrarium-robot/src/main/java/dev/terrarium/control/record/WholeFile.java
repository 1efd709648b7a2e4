package dev.terrarium.control.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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
  static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path begun = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(begun))) {
        content.write(out);
      }
      Files.move(begun, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(begun);
      throw e;
    }
  }
}
