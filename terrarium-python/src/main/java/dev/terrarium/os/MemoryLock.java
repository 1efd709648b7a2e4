package dev.terrarium.os;

import dev.terrarium.os.Platform.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps the process in memory for as long as it is open, so that nobody waits for a page to come
/// back. All that are open keep the same memory: the last to be closed lets go of it.
public final class MemoryLock implements AutoCloseable {
  /// `MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT`: what is in use is kept, and what comes into use is
  /// kept from then on. Without the third, a large array would be there whole before it is used.
  private static final long ALL_IN_USE = 1 | 2 | 4;

  private static final int CAP_IPC_LOCK = 14;
  private static final String WHAT = "keeping the process in memory (mlockall)";

  private static final String REMEDY =
      "Give the user `memlock unlimited` in /etc/security/limits.conf (`ulimit -l` tells what holds),"
          + " or the program CAP_IPC_LOCK";

  private static final Holders HOLDERS = new Holders();

  /// Whether somebody else kept memory before the first holder; guarded by the holders.
  private static boolean isOthers;

  private final Holders.Holder holder;

  private MemoryLock(Holders.Holder holder) {
    this.holder = holder;
  }

  /// Keeps all memory that this process uses, now and from now on.
  ///
  /// A limit of the user's is refused without asking: under one, the system would grant what is
  /// there, and then refuse memory that the JVM cannot do without.
  public static MemoryLock hold() {
    return new MemoryLock(
        HOLDERS.add(() -> {
          boolean wasLocked = HOLDERS.areThere() ? isOthers : isLocked();
          Attempt attempt = lockAll();
          if (attempt.isGranted()) {
            isOthers = wasLocked;
          }
          return attempt;
        }));
  }

  /// Returns what came of asking.
  public Attempt attempt() {
    return holder.attempt();
  }

  /// Lets the system take memory again, unless somebody else keeps it.
  @Override
  public void close() {
    HOLDERS.remove(
        holder,
        () -> {
          if (!isOthers) {
            unlockAll();
          }
        });
  }

  @SuppressWarnings("restricted")
  private static void unlockAll() {
    try {
      var _ = (long) Functions.UNLOCK.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  @SuppressWarnings("restricted")
  private static Attempt lockAll() {
    if (Platform.current().kernel() != Kernel.LINUX) {
      return Attempt.unavailable(WHAT, "Terrarium locks memory on Linux alone");
    }
    if (!isUnlimited()) {
      return new Attempt(
          false, 0, WHAT + " was not asked for: the user's memory to lock is limited. " + REMEDY);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Errno.room(arena);
      int failed = (int) (long) Functions.LOCK.invokeExact(errno, ALL_IN_USE, 0L, 0L, 0L);
      return Attempt.of(WHAT, failed == 0 ? 0 : Errno.in(errno), REMEDY);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static boolean isLocked() {
    try {
      return isLocked(Files.readString(Path.of("/proc/self/status")));
    } catch (IOException e) { // Without /proc nothing is granted.
      return false;
    }
  }

  /// Whether a process's status says that some of its memory is kept.
  static boolean isLocked(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmLck:"))
        .anyMatch(line -> !line.substring("VmLck:".length()).strip().equals("0 kB"));
  }

  private static boolean isUnlimited() {
    try {
      return mayIgnoreLimits(Files.readString(Path.of("/proc/self/status")))
          || hasNoLimit(Files.readString(Path.of("/proc/self/limits")));
    } catch (IOException e) { // Without /proc nobody knows.
      return false;
    }
  }

  /// Whether a process's status says that it has the capability to lock memory.
  static boolean mayIgnoreLimits(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16))
        .anyMatch(capabilities -> (capabilities >>> CAP_IPC_LOCK & 1) != 0);
  }

  /// Whether a process's limits have none for locked memory; the first number is the one that
  /// holds.
  static boolean hasNoLimit(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith("Max locked memory"))
        .anyMatch(line -> line.substring("Max locked memory".length()).strip().startsWith("unl"));
  }

  private static final class Functions {
    static final MethodHandle LOCK = Errno.captured("mlockall");
    static final MethodHandle UNLOCK = Downcalls.libc("munlockall");
  }
}
