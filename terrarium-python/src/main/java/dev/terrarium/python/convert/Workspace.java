package dev.terrarium.python.convert;

import dev.terrarium.capi.PyMem;

/// Native memory for arguments and results of calls, used as a stack.
///
/// It belongs to one thread's attachment and is used with the GIL held. Whoever takes memory gives
/// it back in reverse order, so that conversions which call Python, and calls back from there,
/// nest.
public final class Workspace {
  private static final int SIZE = 16 * 1024;

  private final long start = PyMem.PyMem_RawMalloc(SIZE);
  private final long end = start + SIZE;
  private long top = start;

  /// Takes bytes; what does not fit any more is allocated apart.
  public long take(long bytes) {
    if (bytes <= end - top) {
      long taken = top;
      top += bytes;
      return taken;
    }
    long apart = PyMem.PyMem_RawMalloc(bytes);
    if (apart == 0) {
      throw new OutOfMemoryError("no native memory for a call with " + bytes / 8 + " arguments");
    }
    return apart;
  }

  /// Gives back what the last [#take] took.
  public void give(long taken) {
    if (taken >= start && taken < end) {
      top = taken;
    } else {
      PyMem.PyMem_RawFree(taken);
    }
  }

  /// Frees the memory; nothing may be taken.
  public void free() {
    PyMem.PyMem_RawFree(start);
  }
}
