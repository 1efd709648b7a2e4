package dev.terrarium.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/// The checkout that this benchmark was built in.
final class Repository {
  private Repository() {}

  /// Its root folder, known by the launcher that lies there; empty if the jar was carried
  /// elsewhere.
  static Optional<Path> home() {
    CodeSource source = Repository.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(source.getLocation().toURI());
      while (folder != null && !Files.isDirectory(folder.resolve("terrarium-python"))) {
        folder = folder.getParent();
      }
      return Optional.ofNullable(folder);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
