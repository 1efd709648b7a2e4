package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Wheels that pip has fetched, each in a folder that bears its SHA-256.
///
/// A wheel appears in one step; who reads them takes no lock, as pip checks their hashes again.
final class WheelCache {
  private static final Pattern HASH = Pattern.compile("--hash=sha256:([0-9a-f]{64})");
  private static final Pattern REQUIREMENT = Pattern.compile("(?m)^[A-Za-z0-9].*(\\n[ \\t].*)*");

  private final Path root;

  WheelCache(Path cache) {
    root = cache.toAbsolutePath().resolve("wheels");
  }

  /// Fills a folder with wheels.
  @FunctionalInterface
  interface Fetch {
    void into(Path draft) throws IOException;
  }

  /// The folders of those wheels that a lock pins.
  List<Path> holding(String lock) {
    return HASH.matcher(lock)
        .results()
        .map(hash -> root.resolve(hash.group(1)))
        .filter(Files::isDirectory)
        .toList();
  }

  /// Whether there is a wheel for each requirement of a lock.
  boolean holdsAll(String lock) {
    Matcher requirement = REQUIREMENT.matcher(lock);
    while (requirement.find()) {
      if (holding(requirement.group()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// The folders of all wheels.
  List<Path> all() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, "?".repeat(64))) {
      found.forEach(folders::add);
    }
    return folders;
  }

  /// Fetches wheels and keeps them; one process at a time.
  void add(Fetch fetch, Runnable waiting) throws IOException {
    Files.createDirectories(root);
    try (FolderLock _ = FolderLock.acquire(root.resolve("fetch.lock"), waiting)) {
      Path draft = root.resolve("fetch");
      Folders.delete(draft); // of a process that was killed
      Files.createDirectory(draft);
      try {
        fetch.into(draft);
        keep(draft);
      } finally {
        Folders.delete(draft);
      }
    }
  }

  private void keep(Path draft) throws IOException {
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(draft, "*.whl")) {
      for (Path wheel : wheels) {
        Path folder = Files.createDirectories(root.resolve(Digests.of(wheel)));
        Files.move(wheel, folder.resolve(wheel.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
