package dev.terrarium.session.arm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A folder in memory for what a loop publishes, which is there as long as it is open.
///
/// It is its owner's alone, and holds a file that is locked for as long as it is in use, and has
/// its name only then: what is not locked was left by a process that was killed, and is taken away
/// by the next that comes. One without that file is just being made, or was left while it was made:
/// it is taken away when it is old. The folders of this process are not looked at, as whoever
/// closes such a file loses its lock.
final class ArmFolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ArmFolder.class.getPackageName());
  private static final String PREFIX = "terrarium-arm-";
  private static final String LOCK = "in-use";
  private static final String UNLOCKED = "in-making";

  /// No folder takes longer to be made.
  private static final Duration MAKING = Duration.ofHours(1);

  /// What a loop of 65,536 rows publishes is less than this.
  private static final long ROOM = 48L << 20;

  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private ArmFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Makes one where memory can be shared, or else where temporary files are.
  static ArmFolder open() {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return open(List.of(Path.of("/dev/shm"), temporary), Instant.now());
  }

  /// Makes one in the first of some places that has room; in the last, if none has.
  static ArmFolder open(List<Path> places, Instant now) {
    Path last = places.getLast();
    Path chosen = places.stream().filter(place -> isFit(place, now)).findFirst().orElse(last);
    if (!chosen.equals(places.getFirst())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the loop's state lies in {0}, not in {1}, where {2} MB would have to be free: a disk may delay the loop",
          chosen,
          places.getFirst(),
          ROOM >> 20);
    }
    try {
      return in(chosen);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no folder can be made in %s for what a loop publishes: expected a folder that can be written"
              .formatted(chosen),
          e);
    }
  }

  private static ArmFolder in(Path place) throws IOException {
    Path path = Files.createTempDirectory(place, PREFIX);
    OWN.add(path);
    Path made = path.resolve(UNLOCKED);
    var channel = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var _ = channel.lock();
    Files.move(made, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
    return new ArmFolder(path, channel);
  }

  private static boolean isFit(Path place, Instant now) {
    if (!Files.isDirectory(place) || !Files.isWritable(place)) {
      return false;
    }
    sweep(place, now);
    try {
      return Files.getFileStore(place).getUsableSpace() >= ROOM;
    } catch (IOException unknown) {
      return false;
    }
  }

  /// Takes away what processes have left that were killed.
  private static void sweep(Path place, Instant now) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!OWN.contains(folder) && Files.isWritable(folder) && isLeft(folder, now)) {
          delete(folder);
        }
      }
    } catch (IOException _) {
      // What cannot be looked through is left as it is.
    }
  }

  private static boolean isLeft(Path folder, Instant now) {
    try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException isBeingMade) {
      return isOld(folder, now);
    } catch (IOException | OverlappingFileLockException isInUse) {
      return false;
    }
  }

  private static boolean isOld(Path folder, Instant now) {
    try {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(MAKING));
    } catch (IOException isGone) {
      return false;
    }
  }

  private static void delete(Path folder) {
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the folder " + folder + " cannot be taken away", e);
    }
  }

  Path path() {
    return path;
  }

  Path board() {
    return path.resolve("board");
  }

  Path ring() {
    return path.resolve("ring");
  }

  /// Takes it away with what is in it; who has a file mapped keeps that.
  @Override
  public void close() {
    delete(path);
    OWN.remove(path);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the lock of " + path + " cannot be closed", e);
    }
  }
}
