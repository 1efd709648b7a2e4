package dev.terrarium.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.RobotId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.measure.Quantity;
import org.jspecify.annotations.Nullable;

/// What becomes of Java values on their way to Python.
///
/// What is mutable is copied, but for an [ArrayView]: the caller may change it when the copy is
/// made.
final class Outbound {
  private static final int DEEPEST = 64;

  /// So many numbers are copied before it is asked again whether anybody wants them.
  private static final int AT_ONCE = 1 << 16;

  private final String call;
  private final PayloadTypes types;
  private final String what;
  private final BooleanSupplier isUnwanted;

  /// @param call what the values are for, for messages
  /// @param types how payloads are made into maps
  Outbound(String call, PayloadTypes types) {
    this(call, types, "An argument");
  }

  /// @param what which value of that they are, such as `An argument`
  Outbound(String call, PayloadTypes types, String what) {
    this(call, types, what, () -> false);
  }

  /// @param isUnwanted whether nobody needs the values any more, and what is theirs is to be left
  ///   alone: a `CancellationException` is thrown then, at the next value
  Outbound(String call, PayloadTypes types, String what, BooleanSupplier isUnwanted) {
    this.call = call;
    this.types = types;
    this.what = what;
    this.isUnwanted = isUnwanted;
  }

  /// Converts what a call takes by position.
  ///
  /// @throws BrokerException.Marshal if something has no counterpart in Python
  List<@Nullable Object> list(List<? extends @Nullable Object> values) {
    return crossing(() -> listed(values, 0));
  }

  /// Converts what a call takes by name.
  ///
  /// @throws BrokerException.Marshal if something has no counterpart in Python
  Map<String, @Nullable Object> map(Map<String, ? extends @Nullable Object> values) {
    return crossing(() -> mapped(values, 0));
  }

  /// Converts an envelope and what is in it.
  Map<String, @Nullable Object> envelope(Envelope envelope) {
    return crossing(() -> envelope(envelope, 0));
  }

  /// Converts one value.
  @Nullable Object value(@Nullable Object value) {
    return crossing(() -> value(value, 0));
  }

  private <T extends @Nullable Object> T crossing(Supplier<T> made) {
    try {
      return made.get();
    } catch (ConversionFault unfit) {
      throw new BrokerException.Marshal(
          call, what, unfit.path(), String.valueOf(unfit.getMessage()), unfit.getCause());
    } catch (IllegalStateException e) {
      throw e; // A handle that is closed, or nobody who wants it.
    } catch (RuntimeException | Error e) { // What a collection of the user's throws.
      throw new BrokerException.Marshal(call, what, "$", "reading it threw " + e, e);
    }
  }

  private @Nullable Object value(@Nullable Object value, int depth) {
    requireWanted();
    if (depth > DEEPEST) {
      throw unfit("it is nested more than " + DEEPEST + " deep; does it hold itself?");
    }
    return switch (value) {
      case null -> null;
      case Boolean _, Long _, Double _, BigInteger _ -> value;
      case String text -> whole(text);
      case Integer _, Short _, Byte _ -> ((Number) value).longValue();
      case Float number -> number.doubleValue();
      case Character character -> whole(character.toString());
      case byte[] bytes -> bytes.clone();
      case ByteBuffer bytes -> copy(bytes);
      case ArrayView _, AudioFrame _, ForeignValue _ -> value;
      case Opaque opaque -> opaque.value();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case TopicPath topic -> topic.text();
      case RobotId robot -> robot.name();
      case Optional<?> optional -> value(optional.orElse(null), depth);
      case Collection<?> several -> listed(several, depth);
      case Map<?, ?> map -> mapped(map, depth);
      default -> structured(value, depth);
    };
  }

  private void requireWanted() {
    if (isUnwanted.getAsBoolean()) {
      throw new CancellationException("The call of " + call + " was given up");
    }
  }

  private @Nullable Object structured(Object value, int depth) {
    return switch (value) {
      case Vec3 vector -> array(vector.toArray(), 3);
      case Quaternion quaternion -> array(quaternion.toArray(), 4);
      case Transform transform -> array(transform.toArray(), 4, 4);
      case Quantity<?> quantity -> quantity(quantity);
      case double[] numbers -> array(numbers, numbers.length);
      case Envelope envelope -> envelope(envelope, depth);
      case Payload payload when types.find(payload.type()).isPresent() ->
          mapped(written(payload), depth);
      case Record record -> record(record, depth);
      default ->
          throw unfit(
              "a %s has no counterpart in Python; take one of the values that docs/guide/robot-python.md lists"
                  .formatted(value.getClass().getName()));
    };
  }

  /// A payload is of a type by its class, whatever it says.
  private Map<String, @Nullable Object> written(Payload payload) {
    if (!types.get(payload.type()).payload().isInstance(payload)) {
      throw unfit(
          "a %s says that it is a %s, and is none: give its type a name of its own"
              .formatted(payload.getClass().getName(), payload.type()));
    }
    return types.write(payload);
  }

  private static byte[] copy(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  private String whole(String text) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw unfit(
          "the text holds half of a character (a lone surrogate), which Python's UTF-8 cannot");
    }
    return text;
  }

  private Map<String, Object> quantity(Quantity<?> quantity) {
    try {
      return SiUnits.toMap(quantity);
    } catch (IllegalArgumentException e) {
      throw unfit(String.valueOf(e.getMessage()));
    }
  }

  private List<@Nullable Object> listed(Collection<? extends @Nullable Object> several, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (@Nullable Object element : several) {
      try {
        list.add(value(element, depth + 1));
      } catch (ConversionFault fault) {
        throw fault.under("[" + list.size() + "]");
      }
    }
    return list;
  }

  private Map<String, @Nullable Object> mapped(Map<?, ? extends @Nullable Object> map, int depth) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    map.forEach((key, element) -> {
      if (!(key instanceof String name)) {
        throw unfit("a key of a map is text, not " + Shown.text(String.valueOf(key)));
      }
      converted.put(whole(name), part(name, element, depth));
    });
    return converted;
  }

  private @Nullable Object part(String name, @Nullable Object value, int depth) {
    try {
      return value(value, depth + 1);
    } catch (ConversionFault fault) {
      throw fault.under("." + name);
    }
  }

  private Map<String, @Nullable Object> envelope(Envelope envelope, int depth) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    converted.put("monotonic_time", envelope.monotonicTime());
    converted.put("wall_time", envelope.wallTime());
    converted.put("node", envelope.node());
    converted.put("frame_id", envelope.frameId());
    converted.put("robot", envelope.robot().orElse(null));
    converted.put("payload", part("payload", envelope.payload(), depth));
    return converted;
  }

  private Map<String, @Nullable Object> record(Record record, int depth) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = component.getName();
      converted.put(name, part(name, read(component, record), depth));
    }
    return converted;
  }

  private @Nullable Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException e) {
      throw unfit(
          "the record %s cannot be read: make it public, in a package that is open to dev.terrarium.robot"
              .formatted(record.getClass().getName()));
    } catch (InvocationTargetException e) {
      throw unfit(component.getName() + "() threw " + e.getCause());
    }
  }

  private ArrayView array(double[] numbers, Integer... shape) {
    var data = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Double.BYTES));
    var copy = data.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    while (copy.hasRemaining()) {
      requireWanted();
      copy.put(numbers, copy.position(), Math.min(AT_ONCE, copy.remaining()));
    }
    return new ArrayView("<f8", List.of(shape), data);
  }

  private static ConversionFault unfit(String reason) {
    return new ConversionFault("$", reason);
  }
}
