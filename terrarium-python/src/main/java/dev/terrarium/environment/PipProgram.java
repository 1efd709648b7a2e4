package dev.terrarium.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// What runs pip: a folder of an interpreter's, or one in a wheel that comes with it.
///
/// A wheel is unpacked into the cache, as Python would compile what it imports from it each time.
///
/// @param found a folder, or one within a wheel
/// @param cache the cache folder
record PipProgram(Path found, Path cache) {
  private static final CompleteFolder.Words WORDS =
      new CompleteFolder.Words(
          "Another process is unpacking pip into %s; waiting for it.",
          "The pip in %s was damaged (%s) and is unpacked again.",
          "An unpacking of pip that was cut short left %s; removing it.");

  /// The folder to run, unpacked if need be.
  Path ready(UnpackListener listener) throws IOException {
    Path wheel = found.toAbsolutePath().resolveSibling("");
    String name = wheel.getFileName().toString();
    if (!name.endsWith(".whl")) {
      return found;
    }
    String key = name.substring(0, name.indexOf('-', 4)) + "-" + Digests.of(wheel).substring(0, 16);
    Path folder = cache.toAbsolutePath().resolve("pip").resolve(key);
    if (Inventory.fault(folder).isPresent()) {
      CompleteFolder.at(folder, WORDS)
          .make(Inventory::fault, draft -> unpack(wheel, draft), listener);
    }
    return folder.resolve(found.getFileName());
  }

  private static void unpack(Path wheel, Path draft) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path target = draft.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !target.startsWith(draft)) {
          continue;
        }
        Files.createDirectories(target.resolveSibling(""));
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = Files.newOutputStream(target)) {
          in.transferTo(out);
        }
      }
    }
  }
}
