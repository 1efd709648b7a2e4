package dev.terrarium.worker.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// Folders for sockets that JVMs have left which were killed while workers started.
final class Stale {
  /// How the names of such folders begin, before the JVM's process.
  static final String PREFIX = "terrarium-worker-";

  /// A start takes less. It counts where a process cannot be seen, as in another container.
  private static final Duration AGE = Launch.PATIENCE.multipliedBy(2);

  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,18})-[0-9]+");
  private static final AtomicBoolean IS_SWEPT = new AtomicBoolean();

  private Stale() {}

  /// Removes those beside the first that this JVM makes.
  static void sweepOnce(Path own) {
    if (!IS_SWEPT.getAndSet(true)) {
      sweep(own);
    }
  }

  /// Removes those beside a folder that are of the same user, old, and of no process that lives.
  static void sweep(Path own) {
    try (var folders = Files.newDirectoryStream(own.resolveSibling(""), PREFIX + "*")) {
      for (var folder : folders) {
        if (isLeft(folder, own)) {
          remove(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // It cannot be read, and is no worse than it was.
    }
  }

  private static boolean isLeft(Path folder, Path own) throws IOException {
    var name = NAME.matcher(String.valueOf(folder.getFileName()));
    return name.matches()
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
        && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(Instant.now().minus(AGE))
        && Files.getOwner(folder).equals(Files.getOwner(own));
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(Launch.SOCKET));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Another has been faster, or there is something else in it, which is not ours.
    }
  }
}
