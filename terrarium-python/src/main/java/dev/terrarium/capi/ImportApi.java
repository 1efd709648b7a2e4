package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `import.h`: modules.
@SuppressWarnings("MemberName") // The names are C's.
public final class ImportApi {
  private static final MethodHandle IMPORT = Binding.function("PyImport_Import", 1);

  private static final MethodHandle GET_MODULE = Binding.function("PyImport_GetModule", 1);

  private ImportApi() {}

  /// `PyObject *PyImport_GetModule(PyObject *name)`: new reference to a module of `sys.modules`, or
  /// 0, with an exception set or not. Needs the GIL.
  public static long PyImport_GetModule(long name) {
    try {
      return (long) GET_MODULE.invokeExact(name, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyImport_Import(PyObject *name)`: new reference, or 0 with an exception set. Needs
  /// the GIL.
  public static long PyImport_Import(long name) {
    try {
      return (long) IMPORT.invokeExact(name, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
