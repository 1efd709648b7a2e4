package dev.terrarium.worker.process;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operation has resulted in, or a part of that: what Java knows of it, and the object
/// itself, which the process holds as long as somebody shares it.
///
/// The memory that arrays of it lie in is used until its last share is closed.
final class ScriptValue implements ForeignValue {
  private final Holder holder;
  private final @Nullable ScriptValue whole;
  private final int index;
  private final @Nullable Object value;
  private final List<Slot> slots;

  /// Held where the counts of the whole or of a part are changed.
  private final Object lock;

  private final List<ScriptValue> parts = new ArrayList<>();
  private int shares = 1;
  private int number;

  private ScriptValue(Holder holder, @Nullable Object value, List<Slot> slots) {
    this.holder = holder;
    this.whole = null;
    this.index = 0;
    this.value = value;
    this.slots = slots;
    this.lock = new Object();
  }

  private ScriptValue(ScriptValue whole, int index, @Nullable Object value) {
    this.holder = whole.holder;
    this.whole = whole;
    this.index = index;
    this.value = value;
    this.slots = whole.slots;
    this.lock = whole.lock;
  }

  /// The process that the value has come from.
  interface Holder {
    /// Has it hold a part of what it holds from now on, and returns the number of that.
    ///
    /// @param of the number of the whole; 0 for its last result
    /// @param steps the places that lead there
    int keep(int of, List<Integer> steps);

    /// Lets it go.
    void letGo(int number);
  }

  /// Reads a result.
  ///
  /// @param answer what it came with; the value takes its memory over
  /// @throws ConversionFault if it cannot be had
  static ScriptValue of(Holder holder, Frame answer) {
    try {
      var read = PickleReader.read(answer.payload(), answer.slots());
      return new ScriptValue(holder, read.value(), answer.slots());
    } catch (WireException e) {
      answer.drop();
      throw new ConversionFault("$", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      answer.drop();
      throw e;
    }
  }

  /// Returns by which number a process holds the object; 0 if it does not.
  int number(Holder process) {
    synchronized (lock) {
      return holder.equals(process) && shares > 0 ? number : 0;
    }
  }

  @Override
  public ForeignValue share() {
    synchronized (lock) {
      if (shares <= 0) {
        throw new IllegalStateException("The Python value is closed and cannot be shared");
      }
      if (number == 0 && !isSimple()) {
        number = kept();
      }
      shares++;
      return this;
    }
  }

  /// Has the process hold the object, which is found from the nearest whole that it holds.
  private int kept() {
    var steps = new ArrayList<Integer>();
    var at = this;
    while (at.number == 0 && at.whole != null) {
      steps.addFirst(at.index);
      at = at.whole;
    }
    return holder.keep(at.number, steps);
  }

  /// Whether the object is no more than what Java has of it.
  private boolean isSimple() {
    return value == null
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof String
        || value instanceof byte[];
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (--shares != 0) {
        return;
      }
      parts.forEach(ScriptValue::close);
      slots.forEach(Slot::leave);
      if (number != 0) {
        holder.letGo(number);
      }
    }
  }

  @Override
  public @Nullable Object toJava() {
    return Settled.of(value);
  }

  @Override
  public <T> T as(Class<T> type) {
    Object converted;
    if (type == AudioFrame.class) {
      converted = Sound.frame(value);
    } else if (type == ArrayView.class) {
      converted = ProcessValue.view(value);
    } else {
      converted = toJava();
    }
    if (!type.isInstance(converted)) {
      throw new ConversionFault(
          "$", "expected " + Values.describe(type) + ", got a Python " + typeName());
    }
    return type.cast(converted);
  }

  @Override
  public List<ForeignValue> parts() {
    if (!(value instanceof List<?> list)) {
      return ForeignValue.super.parts();
    }
    synchronized (lock) {
      if (shares <= 0) {
        throw new IllegalStateException("The Python value is closed and has no parts");
      }
      for (int i = parts.size(); i < list.size(); i++) {
        slots.forEach(Slot::use);
        parts.add(new ScriptValue(this, i, list.get(i)));
      }
      return List.copyOf(parts);
    }
  }

  @Override
  public String describe() {
    return Shown.of(value);
  }

  @Override
  public String typeName() {
    return ProcessValue.typeName(value);
  }
}
