package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a chain made of items in one go.
///
/// @param values outputs in order, Java values or [PythonValue]s that this owns; one for each item
///   taken, but those without
/// @param taken how many items were taken
/// @param further outputs of the last item taken, to be made one by one
/// @param without which of the items taken have no output among the values
/// @param failed whether the last item taken failed
record ChainOutputs(
    List<? extends @Nullable Object> values,
    int taken,
    @Nullable PyRef further,
    Set<Integer> without,
    boolean failed) {
  /// Reads what `terrarium._chains.Chain.run` returns.
  static ChainOutputs of(InlinePython inline, Gil gil, PyObject made) {
    if (!inline.isTuple(gil, made)) {
      return scalars(inline, made);
    }
    var values = kept(inline, made.item(0L));
    int taken = made.item(1L).as(int.class);
    var iterator = made.item(2L);
    boolean failed = made.item(4L).isTrue();
    var without = new ArrayList<Integer>();
    made.item(3L).forEach(index -> without.add(index.as(int.class)));
    if (!iterator.isNone()) {
      without.add(taken - 1);
    }
    return new ChainOutputs(
        values, taken, iterator.isNone() ? null : iterator.keep(), Set.copyOf(without), failed);
  }

  private static ChainOutputs scalars(InlinePython inline, PyObject list) {
    int size = Math.toIntExact(list.size());
    List<? extends @Nullable Object> values;
    try {
      values = list.toJava() instanceof List<?> read ? read : kept(inline, list);
    } catch (ConversionException e) { // Such as a text with a lone surrogate.
      values = kept(inline, list);
    }
    return new ChainOutputs(values, size, null, Set.of(), false);
  }

  private static List<PythonValue> kept(InlinePython inline, PyObject list) {
    var values = new ArrayList<PythonValue>();
    list.forEach(value -> values.add(new PythonValue(inline, value.keep())));
    return values;
  }

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
        if (without.isEmpty() || !without.contains(item)) {
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
