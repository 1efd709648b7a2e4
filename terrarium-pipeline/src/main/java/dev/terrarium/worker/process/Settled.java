package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values from a worker as Java knows them: arrays as nested lists, or, for whoever asks for that,
/// as views of where they lie; and nothing that is unknown.
final class Settled {
  private final boolean isRaw;

  /// @param isRaw whether arrays become views, and a bytearray its bytes
  private Settled(boolean isRaw) {
    this.isRaw = isRaw;
  }

  /// Returns a value of a worker's for Java.
  ///
  /// @throws ConversionFault naming the place of what has no counterpart in Java
  static @Nullable Object of(@Nullable Object value) {
    return new Settled(false).of(value, 0);
  }

  /// Returns the same with arrays as [ArrayView], which are valid as long as their memory is.
  static @Nullable Object raw(@Nullable Object value) {
    return new Settled(true).of(value, 0);
  }

  /// Returns a dict of a worker's for Java.
  static Map<@Nullable Object, @Nullable Object> of(Map<?, ?> map) {
    return new Settled(false).map(map, 0);
  }

  private @Nullable Object of(@Nullable Object value, int depth) {
    if (depth >= PickleWriter.DEEPEST && Unfolding.hasParts(value)) {
      throw PickleWriter.tooDeep();
    }
    return switch (value) {
      case List<?> list -> list(list, depth + 1);
      case Map<?, ?> map -> map(map, depth + 1);
      case Set<?> set -> set(set, depth + 1);
      case WireArray array -> isRaw ? array.view() : array.toLists();
      case Opaque(var type) -> throw refusal(type);
      case HalfText half -> throw half.refusal();
      case ByteBuffer data -> bytes(data);
      case null, default -> value;
    };
  }

  private byte[] bytes(ByteBuffer data) {
    if (!isRaw) {
      throw refusal("bytearray");
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(data.position(), bytes);
    return bytes;
  }

  private static ConversionFault refusal(String type) {
    return new ConversionFault(
        "$", type + " has no counterpart in Java: give a dict, a list, a str or a number");
  }

  private List<@Nullable Object> list(List<?> list, int depth) {
    var settled = new ArrayList<@Nullable Object>(list.size());
    for (int i = 0; i < list.size(); i++) {
      try {
        settled.add(of(list.get(i), depth));
      } catch (ConversionFault fault) {
        throw fault.under("[" + i + "]");
      }
    }
    return settled;
  }

  private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> map, int depth) {
    var settled = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    map.forEach((key, value) -> {
      try {
        settled.put(of(key, depth), of(value, depth));
      } catch (ConversionFault fault) {
        throw fault.under(step(key));
      }
    });
    return settled;
  }

  /// Returns the step of a path that leads to what a key has.
  static String step(@Nullable Object key) {
    return switch (key) {
      case String name -> Fault.child("", name);
      case Number number -> "[" + number + "]";
      case Boolean truth -> "[" + truth + "]";
      case null -> "[null]";
      default -> "[a " + ProcessValue.typeName(key) + "]"; // Its text may be of any length.
    };
  }

  private Set<@Nullable Object> set(Set<?> set, int depth) {
    var settled = new LinkedHashSet<@Nullable Object>();
    set.forEach(element -> settled.add(of(element, depth)));
    return settled;
  }
}
