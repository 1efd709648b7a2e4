package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `ceval.h`: letting the GIL go and taking it again.
@SuppressWarnings("MemberName") // The names are C's.
public final class CEval {
  private static final MethodHandle SAVE_THREAD = Binding.function("PyEval_SaveThread", 0);
  private static final MethodHandle RESTORE_THREAD = Binding.function("PyEval_RestoreThread", 1);

  private CEval() {}

  /// `PyThreadState *PyEval_SaveThread(void)`: lets the GIL go; the caller keeps the state to come
  /// back with.
  public static long PyEval_SaveThread() {
    try {
      return (long) SAVE_THREAD.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyEval_RestoreThread(PyThreadState *tstate)`: waits for the GIL and makes the state
  /// current.
  public static void PyEval_RestoreThread(long tstate) {
    try {
      long _ = (long) RESTORE_THREAD.invokeExact(tstate, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
