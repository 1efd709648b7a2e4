package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Signals to one thread of this process.
///
/// A system call that the thread waits in ends early, which is how a sleep is interrupted. Windows
/// has neither function; callers ask [#isAvailable()] first.
@SuppressWarnings("restricted")
public final class ThreadSignal {
  private static final Linker LINKER = Linker.nativeLinker();

  private ThreadSignal() {}

  /// Whether this system has signals for threads.
  public static boolean isAvailable() {
    return LINKER.defaultLookup().find("pthread_kill").isPresent();
  }

  /// The system's handle to the current platform thread, valid as long as the thread lives.
  public static long currentThread() {
    try {
      return (long) Functions.SELF.invokeExact();
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Sends a signal, for which a handler must be installed, to a thread that must be alive.
  public static void send(long thread, int signal) {
    int error;
    try {
      error = (int) Functions.KILL.invokeExact(thread, signal);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    if (error != 0) {
      throw new AssertionError("pthread_kill of signal " + signal + " failed with error " + error);
    }
  }

  /// Linked when the first signal is sent, since linking takes milliseconds.
  private static final class Functions {
    static final MethodHandle SELF = link("pthread_self", FunctionDescriptor.of(JAVA_LONG));
    static final MethodHandle KILL =
        link("pthread_kill", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));

    private static MethodHandle link(String name, FunctionDescriptor shape) {
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape);
    }
  }
}
