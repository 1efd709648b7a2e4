package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pyerrors.h`: raising, and asking what was raised.
@SuppressWarnings("MemberName") // The names are C's.
public final class PyErrors {
  /// `RuntimeError`. Borrowed.
  public static final long PyExc_RuntimeError = Binding.pointer("PyExc_RuntimeError");

  /// `RecursionError`. Borrowed.
  public static final long PyExc_RecursionError = Binding.pointer("PyExc_RecursionError");

  /// `BufferError`. Borrowed.
  public static final long PyExc_BufferError = Binding.pointer("PyExc_BufferError");

  /// `Exception`, of which interrupts and exits are none. Borrowed.
  public static final long PyExc_Exception = Binding.pointer("PyExc_Exception");

  /// `AttributeError`. Borrowed.
  public static final long PyExc_AttributeError = Binding.pointer("PyExc_AttributeError");

  private static final MethodHandle OCCURRED = Binding.leaf("PyErr_Occurred", 0);
  private static final MethodHandle CLEAR = Binding.function("PyErr_Clear", 0);
  private static final MethodHandle SET_STRING = Binding.function("PyErr_SetString", 2);
  private static final MethodHandle FETCH = Binding.function("PyErr_Fetch", 3);
  private static final MethodHandle NORMALIZE_EXCEPTION =
      Binding.function("PyErr_NormalizeException", 3);
  private static final MethodHandle RESTORE = Binding.function("PyErr_Restore", 3);
  private static final MethodHandle GET_RAISED_EXCEPTION =
      Binding.function("PyErr_GetRaisedException", 0);
  private static final MethodHandle SET_RAISED_EXCEPTION =
      Binding.function("PyErr_SetRaisedException", 1);
  private static final MethodHandle SET_TRACEBACK = Binding.function("PyException_SetTraceback", 2);
  private static final MethodHandle GET_TRACEBACK = Binding.function("PyException_GetTraceback", 1);
  private static final MethodHandle GET_CAUSE = Binding.leaf("PyException_GetCause", 1);
  private static final MethodHandle SET_CONTEXT = Binding.function("PyException_SetContext", 2);
  private static final MethodHandle GET_CONTEXT = Binding.leaf("PyException_GetContext", 1);

  private static final MethodHandle EXCEPTION_MATCHES =
      Binding.function("PyErr_ExceptionMatches", 1);

  private PyErrors() {}

  /// `int PyErr_ExceptionMatches(PyObject *type)`: 1 when the exception that is set is of a type.
  /// Needs the GIL and an exception that is set.
  public static int PyErr_ExceptionMatches(long type) {
    try {
      return (int) (long) EXCEPTION_MATCHES.invokeExact(type, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyErr_Occurred(void)`: borrowed; the type of the exception that is set, or 0. Needs
  /// the GIL.
  public static long PyErr_Occurred() {
    try {
      return (long) OCCURRED.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyErr_Clear(void)`: drops the exception that is set. Needs the GIL.
  public static void PyErr_Clear() {
    try {
      long _ = (long) CLEAR.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyErr_SetString(PyObject *type, const char *utf8)`: raises. Needs the GIL.
  public static void PyErr_SetString(long type, long utf8) {
    try {
      long _ = (long) SET_STRING.invokeExact(type, utf8, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback)`: three new
  /// references, or zeros; for 3.11 and older. Needs the GIL.
  public static void PyErr_Fetch(long type, long value, long traceback) {
    try {
      long _ = (long) FETCH.invokeExact(type, value, traceback, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyErr_NormalizeException(PyObject **type, PyObject **value, PyObject **traceback)`:
  /// makes the value an instance. Needs the GIL.
  public static void PyErr_NormalizeException(long type, long value, long traceback) {
    try {
      long _ = (long) NORMALIZE_EXCEPTION.invokeExact(type, value, traceback, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyErr_Restore(PyObject *type, PyObject *value, PyObject *traceback)`: steals all three;
  /// for 3.11 and older. Needs the GIL.
  public static void PyErr_Restore(long type, long value, long traceback) {
    try {
      long _ = (long) RESTORE.invokeExact(type, value, traceback, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyErr_GetRaisedException(void)`: new reference, or 0; since 3.12. Needs the GIL.
  public static long PyErr_GetRaisedException() {
    try {
      return (long) GET_RAISED_EXCEPTION.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyErr_SetRaisedException(PyObject *exception)`: steals; since 3.12. Needs the GIL.
  public static void PyErr_SetRaisedException(long exception) {
    try {
      long _ = (long) SET_RAISED_EXCEPTION.invokeExact(exception, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyException_SetTraceback(PyObject *exception, PyObject *traceback)`: 0, or -1 with an
  /// exception set. Needs the GIL.
  public static int PyException_SetTraceback(long exception, long traceback) {
    try {
      return (int) (long) SET_TRACEBACK.invokeExact(exception, traceback, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyException_GetTraceback(PyObject *exception)`: new reference, or 0 where there is
  /// none. Needs the GIL.
  public static long PyException_GetTraceback(long exception) {
    try {
      return (long) GET_TRACEBACK.invokeExact(exception, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyException_GetCause(PyObject *exception)`: new reference, or 0 where there is
  /// none. Needs the GIL.
  public static long PyException_GetCause(long exception) {
    try {
      return (long) GET_CAUSE.invokeExact(exception, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyException_SetContext(PyObject *ex, PyObject *ctx)`: sets the `__context__`, whose
  /// reference it takes over. Needs the GIL.
  public static void PyException_SetContext(long exception, long context) {
    try {
      long _ = (long) SET_CONTEXT.invokeExact(exception, context, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyException_GetContext(PyObject *exception)`: new reference, or 0 where there is
  /// none. Needs the GIL.
  public static long PyException_GetContext(long exception) {
    try {
      return (long) GET_CONTEXT.invokeExact(exception, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
