package dev.terrarium.os;

import java.lang.invoke.MethodHandle;

/// Signals to one thread of this process.
///
/// A system call that the thread waits in ends early, which is how a sleep is interrupted. Windows
/// has neither function; callers ask [#isAvailable()] first.
@SuppressWarnings("restricted")
public final class ThreadSignal {
  private ThreadSignal() {}

  /// Whether this system has signals for threads.
  public static boolean isAvailable() {
    return Downcalls.has("pthread_kill");
  }

  /// The system's handle to the current platform thread, valid as long as the thread lives.
  public static long currentThread() {
    try {
      return (long) Functions.SELF.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Sends a signal, for which a handler must be installed, to a thread that must be alive.
  public static void send(long thread, int signal) {
    int error;
    try {
      error = (int) (long) Functions.KILL.invokeExact(thread, (long) signal, 0L, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    if (error != 0) {
      throw new AssertionError("pthread_kill of signal " + signal + " failed with error " + error);
    }
  }

  /// Linked when the first signal is sent, since linking takes milliseconds.
  private static final class Functions {
    static final MethodHandle SELF = Downcalls.libc("pthread_self");
    static final MethodHandle KILL = Downcalls.libc("pthread_kill");
  }
}
