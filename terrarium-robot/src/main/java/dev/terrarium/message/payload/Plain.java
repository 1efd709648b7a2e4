package dev.terrarium.message.payload;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values of fields that take any: texts, numbers, booleans, nothing, geometry, arrays, and lists
/// and maps of such.
///
/// What is let in is copied to its leaves, so that nobody changes it later.
final class Plain {
  static final String WHICH =
      "text, numbers, booleans, null, geometry, arrays, lists and maps of such";

  private static final int DEEPEST = 64;

  private Plain() {}

  /// Returns a copy of a value that is not null.
  static Object required(String type, String field, Object value) {
    var copy = copy(type, field, value, 0);
    if (copy == null) {
      throw new InvalidPayloadException(type, field, "expected a value, not null");
    }
    return copy;
  }

  /// Returns a copy of a map.
  static Map<String, @Nullable Object> map(
      String type, String field, Map<String, ? extends @Nullable Object> map) {
    return map(type, field, map, 0);
  }

  private static @Nullable Object copy(
      String type, String field, @Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new InvalidPayloadException(
          type, field, "is nested deeper than " + DEEPEST + ", or contains itself");
    }
    return switch (value) {
      case null -> null;
      case String _, Boolean _, Double _, Long _, Vec3 _, Quaternion _, Transform _, ArrayView _ ->
          value;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case Float number -> (double) number;
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        for (int i = 0; i < list.size(); i++) {
          copy.add(copy(type, field + "[" + i + "]", list.get(i), depth + 1));
        }
        yield Collections.unmodifiableList(copy);
      }
      case Map<?, ?> map -> map(type, field, map, depth);
      default ->
          throw new InvalidPayloadException(
              type, field, "expected " + WHICH + ", not " + called(value));
    };
  }

  private static String called(Object value) {
    return switch (value) {
      case byte[] _ -> "bytes";
      case Set<?> _ -> "a set";
      case BigInteger _ -> "an integer of more than 64 bits";
      default -> "a " + value.getClass().getSimpleName();
    };
  }

  private static Map<String, @Nullable Object> map(
      String type, String field, Map<?, ? extends @Nullable Object> map, int depth) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> {
      if (!(key instanceof String name)) {
        throw new InvalidPayloadException(type, field, "the keys of a map are texts, not " + key);
      }
      copy.put(name, copy(type, field + "." + name, value, depth + 1));
    });
    return Collections.unmodifiableMap(copy);
  }
}
