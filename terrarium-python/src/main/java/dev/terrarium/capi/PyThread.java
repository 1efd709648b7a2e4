package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pythread.h`: threads.
@SuppressWarnings("MemberName") // The names are C's.
public final class PyThread {
  private static final MethodHandle GET_THREAD_IDENT =
      Binding.function("PyThread_get_thread_ident", 0);

  private PyThread() {}

  /// `unsigned long PyThread_get_thread_ident(void)`: the current thread's number, as Python's
  /// `threading.get_ident()` gives it. No GIL.
  public static long PyThread_get_thread_ident() {
    try {
      return (long) GET_THREAD_IDENT.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
