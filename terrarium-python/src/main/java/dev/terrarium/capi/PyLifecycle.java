package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pylifecycle.h`: starting an interpreter, and asking after it.
@SuppressWarnings("MemberName") // The names are C's.
public final class PyLifecycle {
  private static final MethodHandle IS_INITIALIZED = Binding.function("Py_IsInitialized", 0);
  private static final MethodHandle GET_VERSION = Binding.function("Py_GetVersion", 0);

  private PyLifecycle() {}

  /// `int Py_IsInitialized(void)`: 1 when an interpreter runs in this process. No GIL.
  public static int Py_IsInitialized() {
    try {
      return (int) (long) IS_INITIALIZED.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `const char *Py_GetVersion(void)`: static text that begins with the version. No GIL, callable
  /// before the start.
  public static long Py_GetVersion() {
    try {
      return (long) GET_VERSION.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
