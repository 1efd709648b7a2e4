package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps the bundled Python unpacked, one [CompleteFolder] for each content; one that is new is
/// tried before it appears.
final class BundleCache {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final CompleteFolder.Words WORDS =
      new CompleteFolder.Words(
          "Another process is unpacking the bundled Python into %s; waiting for it.",
          "The bundled Python in %s was damaged (%s) and is unpacked again.",
          "An unpacking that was cut short left %s; removing it.");

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
      CompleteFolder.at(folder, WORDS)
          .make(
              Inventory::fault,
              draft -> {
                new Unpacker(bundle, draft, listener).unpack();
                warm(bundle, draft);
              },
              listener);
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

  /// Runs the new Python once: it must start, and what it imports is compiled for later.
  static void warm(Bundle bundle, Path draft) throws IOException {
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
