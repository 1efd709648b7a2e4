package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.python.PyRef;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a chain made of items in one go.
///
/// @param values outputs in order, Java values or [PythonValue]s that this owns; one for each item
///   taken, but those without
/// @param taken how many items were taken
/// @param further outputs of the last item taken, to be made one by one
/// @param without which of the items taken have no output among the values; not changed any more
/// @param failed whether the last item taken failed
record ChainOutputs(
    List<? extends @Nullable Object> values,
    int taken,
    @Nullable PyRef further,
    BitSet without,
    boolean failed) {
  /// Whether each item taken has one output.
  boolean areOneEach() {
    return without.isEmpty() && further == null && !failed;
  }

  /// Emits the values, and gives them up.
  ///
  /// @param first the number of the first item taken
  void emit(int first, ChainNode.Out out) {
    int emitted = 0;
    try {
      for (int item = 0; item < taken; item++) {
        if (!without.get(item)) {
          out.emit(first + item, values.get(emitted++));
        }
      }
    } catch (Throwable early) {
      if (further != null) {
        further.close(); // It has not begun, so there is nothing to clean up.
      }
      throw early;
    } finally {
      for (var value : values) {
        if (value instanceof PythonValue owned) {
          owned.close();
        }
      }
    }
  }
}
