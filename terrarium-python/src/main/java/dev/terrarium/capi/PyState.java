package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pystate.h`: thread states and the GIL.
@SuppressWarnings("MemberName") // The names are C's.
public final class PyState {
  private static final MethodHandle ENSURE = Binding.function("PyGILState_Ensure", 0);
  private static final MethodHandle CHECK = Binding.function("PyGILState_Check", 0);
  private static final MethodHandle CLEAR = Binding.function("PyThreadState_Clear", 1);
  private static final MethodHandle DELETE = Binding.function("PyThreadState_Delete", 1);
  private static final MethodHandle NEW = Binding.function("PyThreadState_New", 1);
  private static final MethodHandle SWAP = Binding.function("PyThreadState_Swap", 1);
  private static final MethodHandle DELETE_CURRENT =
      Binding.function("PyThreadState_DeleteCurrent", 0);
  private static final MethodHandle SET_ASYNC_EXC =
      Binding.function("PyThreadState_SetAsyncExc", 2);

  /// Whether this CPython, 3.14 from its second release on, can be told what stack a thread has.
  public static final boolean PROTECTS_STACKS =
      Binding.has("PyUnstable_ThreadState_SetStackProtection");

  private static final MethodHandle GET = Binding.function("PyThreadState_Get", 0);
  private static final MethodHandle INTERPRETER = Binding.function("PyInterpreterState_Get", 0);

  private PyState() {}

  /// `PyThreadState *PyThreadState_Get(void)`: the current thread's state. Needs the GIL.
  public static long PyThreadState_Get() {
    try {
      return (long) GET.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyInterpreterState *PyInterpreterState_Get(void)`: the interpreter. Needs the GIL.
  public static long PyInterpreterState_Get() {
    try {
      return (long) INTERPRETER.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyGILState_Ensure(void)`: takes the GIL, with a new thread state where this thread has
  /// none.
  public static int PyGILState_Ensure() {
    try {
      return (int) (long) ENSURE.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyGILState_Check(void)`: whether the current thread holds the GIL. No GIL.
  public static int PyGILState_Check() {
    try {
      return (int) (long) CHECK.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyThreadState_Clear(PyThreadState *tstate)`: drops all that a state refers to. Needs the
  /// GIL.
  public static void PyThreadState_Clear(long tstate) {
    try {
      long _ = (long) CLEAR.invokeExact(tstate, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyThreadState_Delete(PyThreadState *tstate)`: frees a cleared state that is not the
  /// current one. Needs the GIL.
  public static void PyThreadState_Delete(long tstate) {
    try {
      long _ = (long) DELETE.invokeExact(tstate, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyThreadState *PyThreadState_New(PyInterpreterState *interp)`: a further state of the current
  /// thread, or 0. Needs the GIL.
  public static long PyThreadState_New(long interpreter) {
    try {
      return (long) NEW.invokeExact(interpreter, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyThreadState *PyThreadState_Swap(PyThreadState *tstate)`: makes a state the current one; the
  /// one before. Needs the GIL.
  public static long PyThreadState_Swap(long tstate) {
    try {
      return (long) SWAP.invokeExact(tstate, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyThreadState_DeleteCurrent(void)`: frees the current state, which was cleared, and lets
  /// the GIL go.
  public static void PyThreadState_DeleteCurrent() {
    try {
      long _ = (long) DELETE_CURRENT.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyThreadState_SetAsyncExc(unsigned long thread, PyObject *type)`: raises an exception in
  /// the Python code of a thread as soon as it runs, or with 0 takes back one that is not raised
  /// yet; the number of threads it found. Borrows the type. Needs the GIL.
  public static int PyThreadState_SetAsyncExc(long thread, long type) {
    try {
      return (int) (long) SET_ASYNC_EXC.invokeExact(thread, type, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyUnstable_ThreadState_SetStackProtection(PyThreadState *tstate, void *start, size_t
  /// size)`: tells which stack a thread may use: below it is a RecursionError, and far below the
  /// end of the process. 0, or -1 with an exception set. Needs the GIL, and [#PROTECTS_STACKS].
  public static int PyUnstable_ThreadState_SetStackProtection(long tstate, long start, long size) {
    try {
      return (int) (long) StackProtection.SET.invokeExact(tstate, start, size, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// Linked where it is there.
  private static final class StackProtection {
    static final MethodHandle SET =
        Binding.function("PyUnstable_ThreadState_SetStackProtection", 3);
  }
}
