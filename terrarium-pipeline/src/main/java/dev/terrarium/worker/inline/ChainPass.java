package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One pass of items through a chain, in one region of the GIL.
///
/// @param chain a `terrarium._chains.Chain`
/// @param items a list of what enters the chain
record ChainPass(InlinePython inline, Gil gil, PyObject chain, PyObject items) {
  /// Takes as many items as it can.
  ///
  /// An output that its node may change ends Python's loop. Where Java wants it, it is converted at
  /// once and the loop goes on; else it must have gone on before that.
  ///
  /// @param size how many items there are
  /// @param inJava whether outputs are to be converted where they can be
  ChainOutputs outputs(int size, boolean inJava) {
    var outputs = from(0, inJava);
    if (!inJava || isOver(outputs, size)) {
      return outputs;
    }
    var values = new ArrayList<@Nullable Object>(outputs.values());
    var without = new HashSet<>(outputs.without());
    do {
      outputs = from(outputs.taken(), true);
      values.addAll(outputs.values());
      without.addAll(outputs.without());
    } while (!isOver(outputs, size));
    return new ChainOutputs(
        values, outputs.taken(), outputs.further(), Set.copyOf(without), outputs.failed());
  }

  private static boolean isOver(ChainOutputs outputs, int size) {
    return outputs.taken() == size || outputs.further() != null || outputs.failed();
  }

  private ChainOutputs from(int begin, boolean inJava) {
    var made = chain.callMethod("run", items, begin);
    if (!inline.isTuple(gil, made)) {
      return scalars(made, begin);
    }
    var values = values(made.item(0L), inJava);
    int taken = made.item(1L).as(int.class);
    var iterator = made.item(2L);
    boolean failed = made.item(4L).isTrue();
    Set<Integer> without = without(made.item(3L));
    PyRef further = null;
    if (!iterator.isNone()) {
      without = new HashSet<>(without);
      without.add(taken - 1);
      further = iterator.keep();
    }
    return new ChainOutputs(values, taken, further, without, failed);
  }

  private static Set<Integer> without(PyObject list) {
    if (list.size() == 0) {
      return Set.of();
    }
    var without = new HashSet<Integer>();
    list.forEach(index -> without.add(index.as(int.class)));
    return without;
  }

  private ChainOutputs scalars(PyObject list, int begin) {
    int taken = begin + Math.toIntExact(list.size());
    List<? extends @Nullable Object> values;
    try {
      values = list.toJava() instanceof List<?> read ? read : values(list, false);
    } catch (ConversionException e) { // Such as a text with a lone surrogate.
      values = values(list, false);
    }
    return new ChainOutputs(values, taken, null, Set.of(), false);
  }

  private List<@Nullable Object> values(PyObject list, boolean inJava) {
    int size = Math.toIntExact(list.size());
    var values = new ArrayList<@Nullable Object>(size);
    for (long i = 0; i < size; i++) {
      var value = list.item(i);
      values.add(inJava ? converted(value) : kept(value));
    }
    return values;
  }

  /// What cannot be converted is told when it is delivered.
  private @Nullable Object converted(PyObject value) {
    try {
      return inline.crossing().toJava(gil, value);
    } catch (ConversionFault unfit) {
      return kept(value);
    }
  }

  private PythonValue kept(PyObject value) {
    return new PythonValue(inline, value.keep());
  }
}
