package dev.terrarium.cli.robot;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Values of messages as JSON can say them: geometry in lists of numbers, and of bytes and arrays
/// how much they are, since a summary is no place for what is in them.
final class Telling {
  private Telling() {}

  static Map<String, @Nullable Object> of(Map<?, ? extends @Nullable Object> fields) {
    var told = new LinkedHashMap<String, @Nullable Object>();
    fields.forEach((name, value) -> told.put(String.valueOf(name), of(value)));
    return told;
  }

  private static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case Vec3 vector -> vector.toArray();
      case Quaternion quaternion -> quaternion.toArray();
      case Transform transform -> rows(transform.toArray());
      case ByteBuffer bytes -> Map.of("bytes", (long) bytes.remaining());
      case byte[] bytes -> Map.of("bytes", (long) bytes.length);
      case ArrayView array -> array(array);
      case List<?> list -> list.stream().map(Telling::of).toList();
      case Map<?, ?> map -> of(map);
      case null, default -> value;
    };
  }

  private static Map<String, Object> array(ArrayView array) {
    var told = new LinkedHashMap<String, Object>();
    told.put("dtype", array.dtype());
    told.put("shape", array.shape());
    return told;
  }

  private static List<List<Double>> rows(double[] numbers) {
    return IntStream.range(0, 4)
        .mapToObj(row -> Arrays.stream(numbers, 4 * row, 4 * row + 4).boxed().toList())
        .toList();
  }
}
