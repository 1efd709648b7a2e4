package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pystate.h`: thread states and the GIL.
@SuppressWarnings("MemberName") // The names are C's.
public final class PyState {
  private static final MethodHandle ENSURE = Binding.function("PyGILState_Ensure", 0);
  private static final MethodHandle RELEASE = Binding.function("PyGILState_Release", 1);
  private static final MethodHandle CHECK = Binding.leaf("PyGILState_Check", 0);
  private static final MethodHandle GET = Binding.function("PyThreadState_Get", 0);
  private static final MethodHandle CLEAR = Binding.function("PyThreadState_Clear", 1);
  private static final MethodHandle DELETE = Binding.function("PyThreadState_Delete", 1);

  private PyState() {}

  /// `int PyGILState_Ensure(void)`: takes the GIL, with a new thread state where this thread has
  /// none.
  public static int PyGILState_Ensure() {
    try {
      return (int) (long) ENSURE.invokeExact();
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyGILState_Release(int state)`: undoes one PyGILState_Ensure on the same thread.
  public static void PyGILState_Release(int state) {
    try {
      long _ = (long) RELEASE.invokeExact((long) state);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyGILState_Check(void)`: 1 when this thread holds the GIL.
  public static int PyGILState_Check() {
    try {
      return (int) (long) CHECK.invokeExact();
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyThreadState *PyThreadState_Get(void)`: borrowed; this thread's state. Needs the GIL.
  public static long PyThreadState_Get() {
    try {
      return (long) GET.invokeExact();
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyThreadState_Clear(PyThreadState *tstate)`: drops all that a state refers to. Needs the
  /// GIL.
  public static void PyThreadState_Clear(long tstate) {
    try {
      long _ = (long) CLEAR.invokeExact(tstate);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyThreadState_Delete(PyThreadState *tstate)`: frees a cleared state that is not the
  /// current one. Needs the GIL.
  public static void PyThreadState_Delete(long tstate) {
    try {
      long _ = (long) DELETE.invokeExact(tstate);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
