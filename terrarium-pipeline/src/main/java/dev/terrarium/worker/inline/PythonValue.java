package dev.terrarium.worker.inline;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Values;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.KeptArray;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.worker.Packable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A Python object on its way between nodes, which lives until its last share is closed.
///
/// The shares are counted and are all this object, so that sharing needs no GIL.
final class PythonValue implements ForeignValue, Packable {
  private static final Set<String> TAKEN_APART = Set.of("list", "tuple");

  private final InlinePython inline;
  private final PyRef reference;
  private final AtomicInteger shares = new AtomicInteger(1);
  private final Queue<KeptArray> views = new ConcurrentLinkedQueue<>();
  private final Queue<PythonValue> parts = new ConcurrentLinkedQueue<>();

  /// @param inline where the object lives
  /// @param reference the object; this value owns it
  PythonValue(InlinePython inline, PyRef reference) {
    this.inline = inline;
    this.reference = reference;
  }

  /// Returns the object, which is alive as long as a share is.
  PyRef reference() {
    return reference;
  }

  @Override
  public ForeignValue share() {
    if (shares.getAndIncrement() <= 0) {
      throw new IllegalStateException("The Python value is closed and cannot be shared");
    }
    return this;
  }

  @Override
  public byte[] pickle(Room room) {
    return inline
        .python()
        .call(gil -> inline.crossing().travels().pickled(gil, gil.of(reference), room));
  }

  @Override
  public @Nullable Object toJava() {
    return inline
        .python()
        .<@Nullable Object>call(gil -> inline.crossing().toJava(gil, gil.of(reference)));
  }

  @Override
  public <T> T as(Class<T> type) {
    Object value;
    if (type == AudioFrame.class) {
      value = toFrame();
    } else if (type == ArrayView.class) {
      value = toView();
    } else {
      value = toJava();
    }
    if (!type.isInstance(value)) {
      throw new ConversionFault(
          "$", "expected " + Values.describe(type) + ", got " + Values.describe(this));
    }
    return type.cast(value);
  }

  /// Takes a list or a tuple apart. The parts are references of this value's, closed with it.
  @Override
  public List<ForeignValue> parts() {
    return inline
        .python()
        .call(gil -> {
          var object = gil.of(reference);
          if (!TAKEN_APART.contains(object.typeName())) {
            return ForeignValue.super.parts();
          }
          var taken = new ArrayList<ForeignValue>();
          object.forEach(part -> {
            var value = new PythonValue(inline, part.keep());
            parts.add(value);
            taken.add(value);
          });
          return taken;
        });
  }

  /// Returns its `repr`; where that fails, its type and why.
  @Override
  public String describe() {
    return inline
        .python()
        .call(gil -> {
          var object = gil.of(reference);
          try {
            return object.repr();
          } catch (PythonException e) {
            try (var _ = e.value()) {
              return withoutRepr(object, e.typeName());
            }
          } catch (ConversionException e) { // Half of a character, which its own __repr__ may give.
            return withoutRepr(object, "no text for Java");
          }
        });
  }

  private static String withoutRepr(PyObject object, String reason) {
    return "<a Python " + object.typeName() + ", whose repr gives " + reason + ">";
  }

  @Override
  public String typeName() {
    return inline.python().call(gil -> gil.of(reference).typeName());
  }

  private AudioFrame toFrame() {
    return inline.python().call(gil -> inline.crossing().toFrame(gil, gil.of(reference)));
  }

  private ArrayView toView() {
    return inline
        .python()
        .call(gil -> {
          var lent = LentArray.of(gil.of(reference));
          views.add(lent.memory());
          return lent.view();
        });
  }

  @Override
  public void close() {
    if (shares.decrementAndGet() == 0) {
      views.forEach(KeptArray::close);
      parts.forEach(PythonValue::close);
      reference.close();
    }
  }
}
