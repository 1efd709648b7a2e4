package dev.terrarium.worker.process;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Values;
import dev.terrarium.worker.Packed;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A value that a worker process has sent, and that another may be given as it came.
///
/// The shared memory that it lies in is used until its last share is closed.
final class ProcessValue implements ForeignValue, Packed {
  private final byte[] pickle;
  private final List<Slot> slots;
  private final AtomicInteger shares = new AtomicInteger(1);

  /// @param answer what it came with; the value takes its memory over
  ProcessValue(Frame answer) {
    this.pickle = answer.payload();
    this.slots = answer.slots();
  }

  /// Returns the memory that it lies in.
  List<Slot> slots() {
    return slots;
  }

  @Override
  public byte[] pickle() {
    return pickle;
  }

  @Override
  public Map<Long, List<ByteBuffer>> memory() {
    var memory = new HashMap<Long, List<ByteBuffer>>();
    for (var slot : slots) {
      memory.put((long) slot.number(), slot.pieces());
    }
    return memory;
  }

  /// Of a slot that several arrays lie in none is kept: what is written to one of them would be
  /// seen in another.
  @Override
  public Map<Long, Runnable> keep() {
    var kept = new HashMap<Long, Runnable>();
    if (shares.get() > 1) {
      return kept;
    }
    for (var slot : slots) {
      if (slot.hasOneUser()) {
        slot.use();
        kept.put((long) slot.number(), slot::leave);
      }
    }
    return kept;
  }

  @Override
  public ForeignValue share() {
    if (shares.getAndIncrement() <= 0) {
      throw new IllegalStateException("The Python value is closed and cannot be shared");
    }
    return this;
  }

  @Override
  public void close() {
    if (shares.decrementAndGet() == 0) {
      slots.forEach(Slot::leave);
    }
  }

  private PickleReader.Read read() {
    try {
      return PickleReader.read(pickle, slots);
    } catch (WireException e) {
      throw new ConversionFault("$", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public @Nullable Object toJava() {
    var read = read();
    boolean mayBeDeep = pickle.length > PickleWriter.DEEPEST;
    return read.isSimple() && !mayBeDeep ? read.value() : Settled.of(read.value());
  }

  @Override
  public <T> T as(Class<T> type) {
    Object value;
    if (type == AudioFrame.class) {
      value = Sound.frame(read().value());
    } else if (type == ArrayView.class) {
      value = view(read().value());
    } else {
      value = toJava();
    }
    if (!type.isInstance(value)) {
      throw new ConversionFault(
          "$", "expected " + Values.describe(type) + ", got " + Values.describe(this));
    }
    return type.cast(value);
  }

  /// Returns a view of an array, or of that of sound.
  static ArrayView view(@Nullable Object value) {
    var array = value instanceof TupleList sound && !sound.isEmpty() ? sound.getFirst() : value;
    if (!(array instanceof WireArray wire)) {
      throw new ConversionFault(
          "$", "expected an ndarray, or sound, got a Python " + typeName(value));
    }
    return wire.view();
  }

  @Override
  public String describe() {
    return Shown.of(read().value());
  }

  @Override
  public String typeName() {
    return typeName(read().value());
  }

  /// Names the type of a value, as it was read.
  static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "NoneType";
      case Boolean _ -> "bool";
      case Long _, BigInteger _ -> "int";
      case Double _ -> "float";
      case String _, HalfText _ -> "str";
      case byte[] _ -> "bytes";
      case ByteBuffer _ -> "bytearray";
      case TupleList _ -> "tuple";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "dict";
      case Set<?> _ -> "set";
      case WireArray _ -> "numpy.ndarray";
      case Opaque(var type) -> type;
      default -> value.getClass().getSimpleName();
    };
  }
}
