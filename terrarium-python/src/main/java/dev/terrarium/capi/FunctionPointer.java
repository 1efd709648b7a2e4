package dev.terrarium.capi;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A C function known by its address alone, such as the deleter in a struct that others filled.
///
/// Whoever calls owns the proof that the address is a function of that shape.
public final class FunctionPointer {
  private static final MethodHandle ONE = Binding.anywhere(1);
  private static final MethodHandle TWO = Binding.anywhere(2);

  private FunctionPointer() {}

  /// Calls `void (*)(void *)`, or any function of one pointer.
  public static long call(long function, long argument) {
    try {
      return (long) ONE.invokeExact(MemorySegment.ofAddress(function), argument, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// Calls `int (*)(void *, void *)`, or any function of two pointers.
  public static long call(long function, long first, long second) {
    try {
      return (long) TWO.invokeExact(MemorySegment.ofAddress(function), first, second, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
