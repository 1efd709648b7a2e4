package dev.terrarium.os;

import dev.terrarium.os.Platform.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// How much later than asked the system may wake a thread, to wake others with it; usually 50 µs.
///
/// It has no meaning for a thread under SCHED_FIFO, which is woken in time.
public final class TimerSlack {
  private static final long PR_SET_TIMERSLACK = 29;

  private TimerSlack() {}

  /// Sets it for the current thread.
  ///
  /// @param nanos at least 1
  @SuppressWarnings("restricted")
  public static Attempt set(long nanos) {
    if (nanos < 1) {
      throw new IllegalArgumentException("timer slack is at least 1 ns, not " + nanos);
    }
    String what = "timer slack of " + nanos + " ns";
    if (Platform.current().kernel() != Kernel.LINUX) {
      return Attempt.unavailable(what, "only Linux has it");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Errno.room(arena);
      int failed =
          (int) (long) Functions.PRCTL.invokeExact(errno, PR_SET_TIMERSLACK, nanos, 0L, 0L);
      return Attempt.of(what, failed == 0 ? 0 : Errno.in(errno), "Wake-ups come that much later");
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static final class Functions {
    static final MethodHandle PRCTL = Errno.captured("prctl");
  }
}
