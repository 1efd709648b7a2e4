package dev.terrarium.python;

import dev.terrarium.capi.Collector;

/// Runs Python's collector of cycles where only Java knows that it is time. Guarded by the GIL.
///
/// Python counts its own objects and knows nothing of what a handle to a Java object weighs: a few
/// hundred cycles of Python's that each hold a large array fill Java's heap long before Python
/// looks. So when handles are made it is seen how full the heap is, and how many there are.
///
/// A collection takes time in proportion to all of Python's objects. One that frees little doubles
/// the number of handles that the next one waits for.
final class HeapPressure {
  /// How many handles are made between two looks at the heap.
  private static final int LOOK = 8;

  /// The least number of handles alive that is reason enough.
  private static final int MANY = 10_000;

  private static final long MOST_HEAP = Runtime.getRuntime().maxMemory();
  private static final long HALF_HEAP = MOST_HEAP / 2;

  private long made;
  private long patience = LOOK;
  private int bound = MANY;
  private boolean due;
  private boolean collecting;

  /// Notes that a handle was made.
  ///
  /// @param alive how many there are
  void note(int alive) {
    if (++made % LOOK == 0 && made >= patience && (alive >= bound || isHeapFull())) {
      due = !collecting;
    }
  }

  /// Whether half of the heap is in use: a generation of it may be full by then. Each question is a
  /// call of the JVM's, so none is asked whose answer cannot matter.
  private static boolean isHeapFull() {
    Runtime heap = Runtime.getRuntime();
    long free = heap.freeMemory();
    return free < MOST_HEAP - HALF_HEAP && heap.totalMemory() - free > HALF_HEAP;
  }

  /// Collects where that is due: at a moment when any Python code may run.
  void relieve(Attachment attachment) {
    if (due) {
      collect(attachment);
    }
  }

  private void collect(Attachment attachment) {
    JavaHandles handles = attachment.interpreter.handles;
    int before = handles.size();
    due = false;
    collecting = true;
    boolean shielded = attachment.shield();
    try {
      long _ = Collector.PyGC_Collect();
    } finally {
      attachment.unshield(shielded);
      collecting = false;
    }
    int after = handles.size();
    patience = before - after < made / 4 ? Math.max(patience, made) * 2 : LOOK;
    bound = Math.max(MANY, after * 2);
    made = 0;
  }
}
