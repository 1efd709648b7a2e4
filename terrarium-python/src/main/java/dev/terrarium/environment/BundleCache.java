package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps the bundled Python unpacked, one folder for each content.
///
/// A folder appears complete or not at all: it is unpacked beside its place, tried, marked with its
/// list of files and moved there in one step, by one process at a time. At each use it is checked
/// against the list; a damaged one is moved away and made again, and what a killed process left
/// behind is removed by the next that has the lock. Reading a complete folder takes no lock, so
/// that it may lie on a file system that cannot be written to.
final class BundleCache {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path root;

  BundleCache(Path cache) {
    root = cache.toAbsolutePath().resolve("bundled");
  }

  private Path folder(Bundle bundle) {
    return root.resolve(bundle.key());
  }

  /// Unpacks a bundle, unless another has done it by now.
  ///
  /// @throws EnvironmentException if a jar is not the pinned one, or the folder cannot be made
  void make(Bundle bundle, UnpackListener listener) {
    Path folder = folder(bundle);
    try {
      Files.createDirectories(root);
      try (FolderLock _ = lock(folder, listener)) {
        Optional<String> fault = Inventory.fault(folder);
        if (fault.isPresent()) {
          make(bundle, folder, fault.get(), listener);
        }
      }
    } catch (IOException failure) {
      throw new EnvironmentException(
          """
          The bundled Python cannot be unpacked into %s: %s. Make room or grant write access, or \
          name another folder in TERRARIUM_CACHE.\
          """
              .formatted(folder, Sentences.reason(failure)),
          failure);
    }
  }

  /// The condition of a bundle's folder.
  BundledFolder inspect(Bundle bundle) {
    Path folder = folder(bundle);
    if (!Files.exists(folder)) {
      return new BundledFolder(folder, BundledFolder.State.ABSENT, "not unpacked yet");
    }
    Optional<String> fault = Inventory.fault(folder);
    return fault.isPresent()
        ? new BundledFolder(folder, BundledFolder.State.DAMAGED, fault.get())
        : new BundledFolder(folder, BundledFolder.State.COMPLETE, "unpacked");
  }

  private FolderLock lock(Path folder, UnpackListener listener) throws IOException {
    return FolderLock.acquire(
        folder.resolveSibling(folder.getFileName() + ".lock"),
        () ->
            listener.notice(
                "Another process is unpacking the bundled Python into %s; waiting for it."
                    .formatted(folder)));
  }

  private void make(Bundle bundle, Path folder, String fault, UnpackListener listener)
      throws IOException {
    removeLeftovers(folder, listener);
    Path draft = beside(folder, "draft");
    try {
      new Unpacker(bundle, draft, listener).unpack();
      warm(bundle, draft);
      Inventory.write(draft);
      if (Files.exists(folder)) {
        listener.notice(
            "The bundled Python in %s was damaged (%s) and is unpacked again."
                .formatted(folder, fault));
        Path old = beside(folder, "old");
        Files.move(folder, old.resolve("folder"), StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(old);
      }
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(draft);
    }
  }

  /// A new folder with the permissions that others' use of the cache needs, which those of a
  /// temporary folder would not be.
  private static Path beside(Path folder, String role) throws IOException {
    String name = folder.getFileName() + "." + role + "-" + ProcessHandle.current().pid();
    return Files.createDirectory(folder.resolveSibling(name));
  }

  /// Under the lock nobody else is unpacking this bundle, so every draft of it is a dead one's.
  private void removeLeftovers(Path folder, UnpackListener listener) throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(root, folder.getFileName() + ".{draft,old}-*")) {
      for (Path leftover : leftovers) {
        listener.notice(
            "An unpacking that was cut short left %s; removing it.".formatted(leftover));
        Folders.delete(leftover);
      }
    }
  }

  /// Runs the new Python once: it must start, and what it imports is compiled for later.
  private static void warm(Bundle bundle, Path draft) throws IOException {
    Path log = draft.resolve("warm.log");
    Process process = start(draft.resolve(bundle.layout().executable()), log);
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("the unpacked Python does not end when it is tried");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "the unpacked Python does not run (exit code %d; %s)"
                .formatted(process.exitValue(), Sentences.lastLine(Files.readString(log))));
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", interrupt);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
    }
  }

  private static Process start(Path executable, Path log) throws IOException {
    try {
      return new ProcessBuilder(executable.toString(), "-I", "-c", Resources.text("warm.py"))
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException failure) {
      throw new IOException(
          "no program can be run there (%s; is it mounted noexec?)"
              .formatted(Sentences.notStarted(failure)),
          failure);
    }
  }
}
