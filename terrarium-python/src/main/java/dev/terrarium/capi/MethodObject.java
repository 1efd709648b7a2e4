package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `methodobject.h`: functions whose body is native code.
@SuppressWarnings("MemberName") // The names are C's.
public final class MethodObject {
  private static final MethodHandle CFUNCTION_NEW_EX = Binding.function("PyCFunction_NewEx", 3);

  private static final MethodHandle GET_SELF = Binding.function("PyCFunction_GetSelf", 1);

  /// The type of built-in functions. Borrowed.
  public static final long PyCFunction_Type = Binding.object("PyCFunction_Type");

  private MethodObject() {}

  /// `PyObject *PyCFunction_GetSelf(PyObject *function)`: borrowed, or 0 where there is none. Needs
  /// the GIL.
  public static long PyCFunction_GetSelf(long function) {
    try {
      return (long) GET_SELF.invokeExact(function, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyCFunction_NewEx(PyMethodDef *definition, PyObject *self, PyObject *module)`: new
  /// reference; the definition must outlive it. Needs the GIL.
  public static long PyCFunction_NewEx(long definition, long self, long module) {
    try {
      return (long) CFUNCTION_NEW_EX.invokeExact(definition, self, module, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
