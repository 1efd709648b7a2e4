package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pycapsule.h`: opaque pointers with a destructor.
@SuppressWarnings("MemberName") // The names are C's.
public final class CapsuleApi {
  /// the type of capsules. Borrowed.
  public static final long PyCapsule_Type = Binding.object("PyCapsule_Type");

  private static final MethodHandle NEW = Binding.function("PyCapsule_New", 3);
  private static final MethodHandle GET_DESTRUCTOR = Binding.leaf("PyCapsule_GetDestructor", 1);
  private static final MethodHandle GET_POINTER = Binding.function("PyCapsule_GetPointer", 2);

  private static final MethodHandle IS_VALID = Binding.leaf("PyCapsule_IsValid", 2);
  private static final MethodHandle SET_NAME = Binding.function("PyCapsule_SetName", 2);
  private static final MethodHandle GET_NAME = Binding.function("PyCapsule_GetName", 1);

  private static final MethodHandle IMPORT = Binding.function("PyCapsule_Import", 2);

  private CapsuleApi() {}

  /// `void *PyCapsule_Import(const char *name, int no_block)`: what the capsule of that name, an
  /// attribute of a module, points to; 0 with an exception set. Needs the GIL.
  public static long PyCapsule_Import(long name, int noBlock) {
    try {
      return (long) IMPORT.invokeExact(name, (long) noBlock, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyCapsule_New(void *pointer, const char *name, PyCapsule_Destructor destructor)`:
  /// new reference; the name must outlive it. Needs the GIL.
  public static long PyCapsule_New(long pointer, long name, long destructor) {
    try {
      return (long) NEW.invokeExact(pointer, name, destructor, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyCapsule_Destructor PyCapsule_GetDestructor(PyObject *capsule)`: the destructor, or 0. Needs
  /// the GIL.
  public static long PyCapsule_GetDestructor(long capsule) {
    try {
      return (long) GET_DESTRUCTOR.invokeExact(capsule, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void *PyCapsule_GetPointer(PyObject *capsule, const char *name)`: the pointer, or 0 with an
  /// exception set. Needs the GIL.
  public static long PyCapsule_GetPointer(long capsule, long name) {
    try {
      return (long) GET_POINTER.invokeExact(capsule, name, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyCapsule_IsValid(PyObject *capsule, const char *name)`: 1 when it is a capsule of that
  /// name. Raises nothing. Needs the GIL.
  public static int PyCapsule_IsValid(long capsule, long name) {
    try {
      return (int) (long) IS_VALID.invokeExact(capsule, name, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `int PyCapsule_SetName(PyObject *capsule, const char *name)`: 0, or not 0 with an exception
  /// set; the name must outlive it. Needs the GIL.
  public static int PyCapsule_SetName(long capsule, long name) {
    try {
      return (int) (long) SET_NAME.invokeExact(capsule, name, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `const char *PyCapsule_GetName(PyObject *capsule)`: the name, which may be 0. Needs the GIL.
  public static long PyCapsule_GetName(long capsule) {
    try {
      return (long) GET_NAME.invokeExact(capsule, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
