package dev.terrarium.bus.command;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a payload takes of any value: what is plain as it is, anything else as its text.
final class PlainText {
  private static final int DEEPEST = 16;

  private PlainText() {}

  static @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> null;
      case String _, Boolean _, Double _, Float _, Long _, Integer _, Short _, Byte _ -> value;
      case Vec3 _, Quaternion _, Transform _, ArrayView _ -> value;
      case List<?> list when depth < DEEPEST -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(of(item, depth + 1)));
        yield copy;
      }
      case Map<?, ?> map when depth < DEEPEST -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(String.valueOf(key), of(item, depth + 1)));
        yield copy;
      }
      default -> String.valueOf(value);
    };
  }
}
