package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `objimpl.h`: the collector of cycles.
@SuppressWarnings("MemberName") // The names are C's.
public final class Collector {
  private static final MethodHandle COLLECT = Binding.function("PyGC_Collect", 0);

  private Collector() {}

  /// `Py_ssize_t PyGC_Collect(void)`: runs the collector over all generations, and with it any
  /// Python code; how many objects it found. Does nothing where it is disabled, or runs. Needs the
  /// GIL.
  public static long PyGC_Collect() {
    try {
      return (long) COLLECT.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
