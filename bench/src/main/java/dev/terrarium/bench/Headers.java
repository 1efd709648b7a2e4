package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Finds the folder of `Python.h` that belongs to an interpreter.
///
/// An installed interpreter is asked. The bundled one is unpacked without its headers; they are
/// taken from its jar.
final class Headers {
  private final Path folder;

  /// @param folder where headers that lie in a jar are unpacked
  Headers(Path folder) {
    this.folder = folder;
  }

  Optional<Path> find(Installation installation) throws IOException, InterruptedException {
    Path installed = installed(installation);
    if (Files.isRegularFile(installed.resolve("Python.h"))) {
      return Optional.of(installed);
    }
    String name =
        "python%d.%d".formatted(installation.version().major(), installation.version().minor());
    for (Path jar : jars()) {
      if (jar.getFileName().toString().startsWith("cpython-" + installation.version().text())) {
        Optional<Path> include = unpacked(jar, "/include/" + name + "/", folder.resolve(name));
        if (include.isPresent()) {
          return include;
        }
      }
    }
    return Optional.empty();
  }

  private static Path installed(Installation installation)
      throws IOException, InterruptedException {
    Command.Output output =
        Command.run(
            installation.executable().toString(),
            "-Ic",
            "import sysconfig; print(sysconfig.get_path('include'))");
    return Path.of(output.text().strip());
  }

  private static Optional<Path> unpacked(Path jar, String prefix, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && entry.getName().contains(prefix))
              .toList();
      for (ZipEntry entry : entries) {
        String name = entry.getName();
        Path file =
            target.resolve(name.substring(name.indexOf(prefix) + prefix.length())).normalize();
        if (!file.startsWith(target)) {
          throw new IOException(jar.getFileName() + " has an entry outside its folder: " + name);
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip.getInputStream(entry), file);
      }
      return entries.isEmpty() ? Optional.empty() : Optional.of(target);
    }
  }

  private static List<Path> jars() throws IOException {
    String bundled = System.getProperty("terrarium.bundled");
    if (bundled != null) {
      try (Stream<Path> files = Files.list(Path.of(bundled))) {
        return files.filter(file -> file.toString().endsWith(".jar")).toList();
      }
    }
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, 0))
        .filter(element -> element.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }
}
