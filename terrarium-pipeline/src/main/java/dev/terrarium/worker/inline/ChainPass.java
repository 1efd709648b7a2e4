package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass of items through a chain, in one region of the GIL.
///
/// @param chain a `terrarium._chains.Chain`
/// @param items a list of what enters the chain
record ChainPass(InlinePython inline, Gil gil, PyObject chain, PyObject items) {
  /// What Java takes one by one in one go; as much as `terrarium._chains` takes.
  private static final long SHORT_NANOS = 300_000;

  /// Takes as many items as it can in a short time.
  ///
  /// An output that its node may change ends Python's loop, as it must have gone on before the next
  /// item is taken. Where Java wants it, it is converted at once, and so is each that follows.
  ///
  /// @param size how many items there are
  /// @param inJava whether outputs are to be converted where they can be
  ChainOutputs outputs(int size, boolean inJava) {
    var made = chain.callMethod("run", items, 0);
    if (!inline.isTuple(gil, made)) {
      return scalars(made);
    }
    var values = values(made.item(0L), inJava);
    int taken = made.item(1L).as(int.class);
    var further = further(made.item(2L));
    var without = without(made.item(3L));
    boolean failed = made.item(4L).isTrue();
    return inJava && taken < size && made.item(5L).isTrue()
        ? each(values, taken, without)
        : new ChainOutputs(values, taken, further, without, failed);
  }

  /// Takes further items one by one, until something lazy comes or one fails.
  private ChainOutputs each(List<@Nullable Object> values, int begin, BitSet without) {
    int taken = begin;
    long start = System.nanoTime();
    var each = chain.callMethod("each", items, begin);
    var outputs = each.iterator();
    while (outputs.hasNext()) {
      var output = outputs.next();
      if (output.isNone()) {
        without.set(taken);
      } else {
        values.add(converted(output));
      }
      taken++;
      if (System.nanoTime() - start > SHORT_NANOS) {
        boolean _ = each.callMethod("close").isNone();
        break;
      }
    }
    var halted = chain.callMethod("halted");
    var further = further(halted.item(0L));
    boolean failed = halted.item(1L).isTrue();
    if (further != null || failed) {
      without.set(taken);
      taken++;
    }
    return new ChainOutputs(values, taken, further, without, failed);
  }

  private static @Nullable PyRef further(PyObject iterator) {
    return iterator.isNone() ? null : iterator.keep();
  }

  private static BitSet without(PyObject list) {
    var without = new BitSet();
    if (list.size() > 0) {
      list.forEach(index -> without.set(index.as(int.class)));
    }
    return without;
  }

  private ChainOutputs scalars(PyObject list) {
    int taken = Math.toIntExact(list.size());
    List<? extends @Nullable Object> values;
    try {
      values = list.toJava() instanceof List<?> read ? read : values(list, false);
    } catch (ConversionException e) { // Such as a text with a lone surrogate.
      values = values(list, false);
    }
    return new ChainOutputs(values, taken, null, new BitSet(), false);
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
