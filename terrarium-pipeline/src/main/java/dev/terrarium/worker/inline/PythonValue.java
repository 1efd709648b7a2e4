package dev.terrarium.worker.inline;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Values;
import dev.terrarium.python.PyRef;
import org.jspecify.annotations.Nullable;

/// A Python object on its way between nodes.
///
/// @param inline where it lives
/// @param reference the object, owned by the node that made it
record PythonValue(InlinePython inline, PyRef reference) implements ForeignValue, AutoCloseable {
  @Override
  public @Nullable Object toJava() {
    return inline
        .python()
        .<@Nullable Object>call(gil -> inline.crossing().toJava(gil, gil.of(reference)));
  }

  @Override
  public <T> T as(Class<T> type) {
    var value = type == AudioFrame.class ? toFrame() : toJava();
    if (!type.isInstance(value)) {
      throw new ConversionFault(
          "$", "expected " + Values.describe(type) + ", got " + Values.describe(this));
    }
    return type.cast(value);
  }

  @Override
  public String typeName() {
    return inline.python().call(gil -> gil.of(reference).typeName());
  }

  private AudioFrame toFrame() {
    return inline.python().call(gil -> inline.crossing().toFrame(gil, gil.of(reference)));
  }

  @Override
  public void close() {
    reference.close();
  }
}
