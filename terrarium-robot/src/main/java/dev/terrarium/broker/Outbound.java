package dev.terrarium.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
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
import javax.measure.Quantity;
import org.jspecify.annotations.Nullable;

/// What becomes of Java values on their way to Python.
///
/// What is mutable is copied: the caller may change it as soon as the call is made.
final class Outbound {
  private static final int DEEPEST = 64;

  private final String call;
  private final PayloadTypes types;
  private final String what;

  /// @param call what the values are for, for messages
  /// @param types how payloads are made into maps
  Outbound(String call, PayloadTypes types) {
    this(call, types, "An argument");
  }

  /// @param what which value of that they are, such as `An argument`
  Outbound(String call, PayloadTypes types, String what) {
    this.call = call;
    this.types = types;
    this.what = what;
  }

  /// Converts what a call takes by position.
  ///
  /// @throws BrokerException.Marshal if something has no counterpart in Python
  List<@Nullable Object> list(List<? extends @Nullable Object> values) {
    return list(values, "$", 0);
  }

  /// Converts what a call takes by name.
  ///
  /// @throws BrokerException.Marshal if something has no counterpart in Python
  Map<String, @Nullable Object> map(Map<String, ? extends @Nullable Object> values) {
    return map(values, "$", 0);
  }

  /// Converts an envelope and what is in it.
  Map<String, @Nullable Object> envelope(Envelope envelope) {
    return envelope(envelope, "$", 0);
  }

  /// Converts one value.
  @Nullable Object value(@Nullable Object value) {
    return value(value, "$", 0);
  }

  private @Nullable Object value(@Nullable Object value, String path, int depth) {
    if (depth > DEEPEST) {
      throw unfit(path, "it is nested more than " + DEEPEST + " deep; does it hold itself?");
    }
    return switch (value) {
      case null -> null;
      case Boolean _, Long _, Double _, BigInteger _ -> value;
      case String text -> whole(text, path);
      case Integer _, Short _, Byte _ -> ((Number) value).longValue();
      case Float number -> number.doubleValue();
      case Character character -> whole(character.toString(), path);
      case byte[] bytes -> bytes.clone();
      case ByteBuffer bytes -> copy(bytes);
      case ArrayView _, AudioFrame _, ForeignValue _ -> value;
      case Opaque opaque -> opaque.value();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case TopicPath topic -> topic.text();
      case RobotId robot -> robot.name();
      case Optional<?> optional -> value(optional.orElse(null), path, depth);
      case Collection<?> several -> list(several, path, depth);
      case Map<?, ?> map -> map(map, path, depth);
      default -> structured(value, path, depth);
    };
  }

  private @Nullable Object structured(Object value, String path, int depth) {
    return switch (value) {
      case Vec3 vector -> array(vector.toArray(), 3);
      case Quaternion quaternion -> array(quaternion.toArray(), 4);
      case Transform transform -> array(transform.toArray(), 4, 4);
      case Quantity<?> quantity -> quantity(quantity, path);
      case double[] numbers -> array(numbers, numbers.length);
      case Envelope envelope -> envelope(envelope, path, depth);
      case Payload payload when types.find(payload.type()).isPresent() ->
          map(types.write(payload), path, depth);
      case Record record -> record(record, path, depth);
      default ->
          throw unfit(
              path,
              "a %s has no counterpart in Python; take one of the values that docs/guide/robot-python.md lists"
                  .formatted(value.getClass().getName()));
    };
  }

  private static byte[] copy(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  private String whole(String text, String path) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw unfit(
          path,
          "the text holds half of a character (a lone surrogate), which Python's UTF-8 cannot");
    }
    return text;
  }

  private Map<String, Object> quantity(Quantity<?> quantity, String path) {
    try {
      return SiUnits.toMap(quantity);
    } catch (IllegalArgumentException e) {
      throw unfit(path, String.valueOf(e.getMessage()));
    }
  }

  private List<@Nullable Object> list(
      Collection<? extends @Nullable Object> several, String path, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (@Nullable Object element : several) {
      list.add(value(element, path + "[" + list.size() + "]", depth + 1));
    }
    return list;
  }

  private Map<String, @Nullable Object> map(
      Map<?, ? extends @Nullable Object> map, String path, int depth) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    map.forEach((key, element) -> {
      if (!(key instanceof String name)) {
        throw unfit(path, "a key of a map is text, not " + key);
      }
      converted.put(whole(name, path), value(element, path + "." + name, depth + 1));
    });
    return converted;
  }

  private Map<String, @Nullable Object> envelope(Envelope envelope, String path, int depth) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    converted.put("monotonic_time", envelope.monotonicTime());
    converted.put("wall_time", envelope.wallTime());
    converted.put("node", envelope.node());
    converted.put("frame_id", envelope.frameId());
    converted.put("robot", envelope.robot().orElse(null));
    converted.put("payload", value(envelope.payload(), path + ".payload", depth + 1));
    return converted;
  }

  private Map<String, @Nullable Object> record(Record record, String path, int depth) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = component.getName();
      converted.put(name, value(read(component, record, path), path + "." + name, depth + 1));
    }
    return converted;
  }

  private @Nullable Object read(RecordComponent component, Record record, String path) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException e) {
      throw unfit(
          path,
          "the record %s cannot be read: make it public, in a package that is open to dev.terrarium.robot"
              .formatted(record.getClass().getName()));
    } catch (InvocationTargetException e) {
      throw unfit(path, component.getName() + "() threw " + e.getCause());
    }
  }

  private static ArrayView array(double[] numbers, Integer... shape) {
    var data = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      data.putDouble(number);
    }
    return new ArrayView("<f8", List.of(shape), data.flip());
  }

  private BrokerException.Marshal unfit(String path, String reason) {
    return new BrokerException.Marshal(call, what, path, reason, null);
  }
}
