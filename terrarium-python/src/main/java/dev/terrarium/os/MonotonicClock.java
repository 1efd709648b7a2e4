package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.terrarium.os.Platform.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.concurrent.locks.LockSupport;

/// Waits until a point in time, as [System#nanoTime] tells it, without allocating.
///
/// On Linux that is the clock `CLOCK_MONOTONIC`, and the system is asked to wake the thread at a
/// time instead of after one, so that what comes between asking and sleeping delays nothing.
/// Elsewhere the thread is parked. Belongs to one thread; an interrupt ends no wait on Linux.
@SuppressWarnings("restricted")
public final class MonotonicClock {
  private static final boolean IS_LINUX = Platform.current().kernel() == Kernel.LINUX;

  private static final long CLOCK_MONOTONIC = 1;
  private static final long TIMER_ABSTIME = 1;
  private static final int EINTR = 4;
  private static final long SECOND = 1_000_000_000;

  /// A `timespec`: seconds, then nanoseconds. Freed when nobody has the clock any more.
  private final MemorySegment until = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);

  /// Sleeps until a time; returns at once if it has passed.
  ///
  /// @param nanoTime as [System#nanoTime] tells it
  public void sleepUntil(long nanoTime) {
    if (!IS_LINUX) {
      park(nanoTime);
      return;
    }
    until.set(JAVA_LONG, 0, nanoTime / SECOND);
    until.set(JAVA_LONG, Long.BYTES, nanoTime % SECOND);
    int errno;
    do {
      errno = sleep();
    } while (errno == EINTR);
    if (errno != 0) {
      throw new AssertionError("clock_nanosleep failed: " + Errno.words(errno));
    }
  }

  /// Sleeps until shortly before a time, and then asks for the time until it has come: the system
  /// wakes a thread some microseconds late, and nothing is late that is awake.
  ///
  /// @param nanoTime as [System#nanoTime] tells it
  /// @param tail how long before it waking ends sleeping, ns; 0 for not at all
  public void waitUntil(long nanoTime, long tail) {
    if (nanoTime - System.nanoTime() > tail) {
      sleepUntil(nanoTime - tail);
    }
    while (System.nanoTime() - nanoTime < 0) {
      Thread.onSpinWait();
    }
  }

  private int sleep() {
    try {
      return (int)
          (long) Functions.SLEEP.invokeExact(CLOCK_MONOTONIC, TIMER_ABSTIME, until.address(), 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static void park(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }

  private static final class Functions {
    static final MethodHandle SLEEP = Downcalls.libc("clock_nanosleep");
  }
}
