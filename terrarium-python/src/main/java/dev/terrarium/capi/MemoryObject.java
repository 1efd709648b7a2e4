package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `memoryobject.h`: memory views.
@SuppressWarnings("MemberName") // The names are C's.
public final class MemoryObject {
  private static final MethodHandle FROM_MEMORY = Binding.function("PyMemoryView_FromMemory", 3);

  private MemoryObject() {}

  /// `PyObject *PyMemoryView_FromMemory(char *memory, Py_ssize_t length, int flags)`: new reference
  /// to a view that owns nothing. Needs the GIL.
  public static long PyMemoryView_FromMemory(long memory, long length, int flags) {
    try {
      return (long) FROM_MEMORY.invokeExact(memory, length, (long) flags);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
