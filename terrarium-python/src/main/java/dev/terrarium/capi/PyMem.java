package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pymem.h`: memory of Python's raw allocator, for what must be freed from anywhere.
@SuppressWarnings("MemberName") // The names are C's.
public final class PyMem {
  private static final MethodHandle MEM_RAW_MALLOC = Binding.leaf("PyMem_RawMalloc", 1);
  private static final MethodHandle MEM_RAW_FREE = Binding.leaf("PyMem_RawFree", 1);

  private PyMem() {}

  /// `void *PyMem_RawMalloc(size_t size)`: the caller owns it. No GIL.
  public static long PyMem_RawMalloc(long size) {
    try {
      return (long) MEM_RAW_MALLOC.invokeExact(size, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `void PyMem_RawFree(void *memory)`: frees what PyMem_RawMalloc gave. No GIL.
  public static void PyMem_RawFree(long memory) {
    try {
      long _ = (long) MEM_RAW_FREE.invokeExact(memory, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
