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

  /// Never fails, whatever the value does when it is asked.
  static @Nullable Object of(@Nullable Object value) {
    try {
      return of(value, 0);
    } catch (Throwable e) {
      return untold(value, e);
    }
  }

  /// Returns the text of a value of somebody else's, or of what its text fails with.
  static String text(@Nullable Object value) {
    try {
      return String.valueOf(value);
    } catch (Throwable e) {
      return untold(value, e);
    }
  }

  private static String untold(@Nullable Object value, Throwable failure) {
    return "%s that cannot be told: to ask for its text throws %s"
        .formatted(Described.type(value), failure.getClass().getTypeName());
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
        map.forEach((key, item) -> copy.put(text(key), of(item, depth + 1)));
        yield copy;
      }
      default -> text(value);
    };
  }
}
