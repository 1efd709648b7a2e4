package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.terrarium.os.Platform.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/// When a thread gets a processor, and which: Linux, for platform threads.
///
/// Elsewhere every method answers that it is not available.
@SuppressWarnings("restricted")
public final class Scheduling {
  private static final boolean IS_LINUX = Platform.current().kernel() == Kernel.LINUX;
  static final String ONLY_LINUX = "Terrarium schedules threads on Linux alone";

  private static final int SCHED_OTHER = 0;
  private static final int SCHED_FIFO = 1;
  private static final int SCHED_BATCH = 3;

  /// What the thread starts has usual scheduling again, even where it starts it without knowing.
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  /// Without CAP_SYS_NICE nobody takes that back, not even along with the priority.
  private static final int USUAL = SCHED_OTHER | SCHED_RESET_ON_FORK;

  private static final long PRIO_PROCESS = 0;

  /// The bytes of a `cpu_set_t`: 1,024 processors.
  private static final int MASK = 128;

  private static final String ALLOW =
      "Give the user `rtprio 99` in /etc/security/limits.conf (`ulimit -r` tells what holds), or the"
          + " program CAP_SYS_NICE; without it other threads delay this one";

  private static final String LIVING = "It must be alive, and ours";

  private Scheduling() {}

  /// Has the current thread run whenever it can, before every thread of a lower priority and every
  /// usual one, until it waits. Threads that it starts do not inherit it.
  ///
  /// @param priority 1 to 99
  public static Attempt fifo(int priority) {
    if (priority < 1 || priority > 99) {
      throw new IllegalArgumentException(
          "a priority of SCHED_FIFO is 1 to 99, not "
              + priority
              + "; 80 leaves the kernel's above");
    }
    return own("SCHED_FIFO with priority " + priority, SCHED_FIFO | SCHED_RESET_ON_FORK, priority);
  }

  /// Has the current thread run as threads usually do.
  public static Attempt usual() {
    return own("SCHED_OTHER", USUAL, 0);
  }

  private static Attempt own(String what, int policy, int priority) {
    if (!IS_LINUX) {
      return Attempt.unavailable(what, ONLY_LINUX);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameter = arena.allocate(JAVA_INT);
      parameter.set(JAVA_INT, 0, priority);
      int errno =
          (int) (long) Own.SCHEDULE.invokeExact(self(), (long) policy, parameter.address(), 0L);
      return Attempt.of(what, errno, ALLOW);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Has another thread of this process run whenever it can, as [#fifo(int)] does the current one.
  static Attempt fifo(long thread, int priority) {
    return other(
        "SCHED_FIFO with priority " + priority + " for thread " + thread,
        thread,
        SCHED_FIFO | SCHED_RESET_ON_FORK,
        priority,
        ALLOW);
  }

  /// Has another thread of this process run as threads usually do.
  ///
  /// @param thread as [#threadId] has it
  public static Attempt usual(long thread) {
    return other("SCHED_OTHER for thread " + thread, thread, USUAL, 0, LIVING);
  }

  /// Has another thread of this process run only when nobody else wants to, for long stretches.
  ///
  /// @param thread as [#threadId] has it
  static Attempt batch(long thread) {
    return other("SCHED_BATCH for thread " + thread, thread, SCHED_BATCH, 0, LIVING);
  }

  private static Attempt other(String what, long thread, long policy, int priority, String remedy) {
    if (!IS_LINUX) {
      return Attempt.unavailable(what, ONLY_LINUX);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Errno.room(arena);
      MemorySegment parameter = arena.allocate(JAVA_INT);
      parameter.set(JAVA_INT, 0, priority);
      int failed =
          (int) (long) Others.SCHEDULE.invokeExact(errno, thread, policy, parameter.address(), 0L);
      return Attempt.of(what, failed == 0 ? 0 : Errno.in(errno), remedy);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Sets how readily another thread of this process gives way.
  ///
  /// @param thread as [#threadId] has it
  /// @param niceness -20 to 19, 0 as usual; the higher, the more it gives way
  static Attempt niceness(long thread, int niceness) {
    String what = "niceness " + niceness + " for thread " + thread;
    if (!IS_LINUX) {
      return Attempt.unavailable(what, ONLY_LINUX);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Errno.room(arena);
      int failed =
          (int)
              (long) Others.NICENESS.invokeExact(errno, PRIO_PROCESS, thread, (long) niceness, 0L);
      return Attempt.of(
          what,
          failed == 0 ? 0 : Errno.in(errno),
          "It must be alive; what was made nice stays so, except with CAP_SYS_NICE");
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Has the current thread run on these processors alone.
  ///
  /// @param processors by their numbers, from 0; at least one
  public static Attempt affinity(BitSet processors) {
    String what = "running on processors " + processors;
    return affinity(
        what,
        processors,
        mask -> (int) (long) Own.PIN.invokeExact(self(), (long) MASK, mask.address(), 0L));
  }

  /// Has another thread run on these processors alone.
  ///
  /// @param thread as [#threadId] has it, of any process
  /// @param processors by their numbers, from 0; at least one
  static Attempt affinity(long thread, BitSet processors) {
    String what = "running on processors " + processors + " for thread " + thread;
    return affinity(
        what,
        processors,
        mask -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Errno.room(arena);
            int failed =
                (int) (long) Others.PIN.invokeExact(errno, thread, (long) MASK, mask.address(), 0L);
            return failed == 0 ? 0 : Errno.in(errno);
          }
        });
  }

  private static Attempt affinity(String what, BitSet processors, Masked call) {
    if (processors.isEmpty() || processors.length() > 8 * MASK) {
      throw new IllegalArgumentException(
          "processors are numbers of 0 to %d, at least one, not %s"
              .formatted(8 * MASK - 1, processors));
    }
    if (!IS_LINUX) {
      return Attempt.unavailable(what, ONLY_LINUX);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK, Long.BYTES);
      byte[] bits = processors.toByteArray();
      MemorySegment.copy(bits, 0, mask, JAVA_BYTE, 0, bits.length);
      return Attempt.of(
          what,
          call.failed(mask),
          "There must be one of them that is online and in the process's cpuset");
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Returns the processors that the current thread may run on; none where that is not known.
  public static BitSet processors() {
    return processors(
        mask -> (int) (long) Own.PINNED.invokeExact(self(), (long) MASK, mask.address(), 0L));
  }

  /// Returns the processors that another thread may run on; none if it has ended.
  ///
  /// @param thread as [#threadId] has it, of any process
  static BitSet processors(long thread) {
    return processors(
        mask -> (int) (long) Others.PINNED.invokeExact(thread, (long) MASK, mask.address(), 0L));
  }

  private static BitSet processors(Masked call) {
    if (!IS_LINUX) {
      return new BitSet();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK, Long.BYTES);
      return call.failed(mask) == 0 ? BitSet.valueOf(mask.asByteBuffer()) : new BitSet();
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// A call with a `cpu_set_t`; it returns 0, or what tells that something went wrong.
  @FunctionalInterface
  private interface Masked {
    int failed(MemorySegment mask) throws Throwable;
  }

  /// Returns the system's number of the current platform thread, which stands in `/proc/self/task`;
  /// 0 where there is none.
  public static long threadId() {
    if (!IS_LINUX) {
      return 0;
    }
    try {
      Path task = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Long.parseLong(task.getFileName().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("/proc must be mounted: it tells the number of a thread", e);
    }
  }

  private static long self() throws Throwable {
    return (long) Own.SELF.invokeExact(0L, 0L, 0L, 0L);
  }

  /// For the current thread; they return the number of what went wrong.
  private static final class Own {
    static final MethodHandle SELF = Downcalls.libc("pthread_self");
    static final MethodHandle SCHEDULE = Downcalls.libc("pthread_setschedparam");
    static final MethodHandle PIN = Downcalls.libc("pthread_setaffinity_np");
    static final MethodHandle PINNED = Downcalls.libc("pthread_getaffinity_np");
  }

  /// For a thread by its number; they set `errno`.
  private static final class Others {
    static final MethodHandle SCHEDULE = Errno.captured("sched_setscheduler");
    static final MethodHandle NICENESS = Errno.captured("setpriority");
    static final MethodHandle PIN = Errno.captured("sched_setaffinity");

    /// Nobody asks why it fails: the thread has ended.
    static final MethodHandle PINNED = Downcalls.libc("sched_getaffinity");
  }
}
