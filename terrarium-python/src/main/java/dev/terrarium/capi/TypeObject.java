package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `object.h`: types made at run time, and their instances.
@SuppressWarnings("MemberName") // The names are C's.
public final class TypeObject {
  private static final MethodHandle FROM_SPEC = Binding.function("PyType_FromSpec", 1);
  private static final MethodHandle GENERIC_ALLOC = Binding.function("PyType_GenericAlloc", 2);
  private static final MethodHandle FREE = Binding.leaf("PyObject_Free", 1);

  private TypeObject() {}

  /// `PyObject *PyType_FromSpec(PyType_Spec *spec)`: new reference, or 0 with an exception set;
  /// what the slots point to must outlive the type. Needs the GIL.
  public static long PyType_FromSpec(long spec) {
    try {
      return (long) FROM_SPEC.invokeExact(spec, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t items)`: a new reference to a
  /// zeroed instance, or 0 with an exception set. Needs the GIL.
  public static long PyType_GenericAlloc(long type, long items) {
    try {
      return (long) GENERIC_ALLOC.invokeExact(type, items, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyObject_Free(void *memory)`: frees the memory of an instance, and nothing else. Needs
  /// the GIL.
  public static void PyObject_Free(long memory) {
    try {
      long _ = (long) FREE.invokeExact(memory, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
