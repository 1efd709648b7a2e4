package dev.terrarium.broker;

import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells the arguments that are copied in no time from those that may take long.
///
/// The former are few, small, and of classes that run nobody's code when they are read.
final class Quick {
  private static final int MOST = 256;
  private static final int MOST_BYTES = 1 << 18;
  private static final Set<Class<?>> LISTS =
      Stream.of(new ArrayList<>(), Arrays.asList(), List.of(), List.of(1))
          .map(Object::getClass)
          .collect(Collectors.toSet());

  private static final Set<Class<?>> MAPS =
      Stream.of(new HashMap<>(), new LinkedHashMap<>(), Map.of(), Map.of(1, 1))
          .map(Object::getClass)
          .collect(Collectors.toSet());

  private int values;
  private int bytes;

  private Quick() {}

  static boolean are(PythonCall call) {
    var quick = new Quick();
    return quick.all(call.arguments()) && quick.all(call.named().values());
  }

  static boolean are(Map<String, ? extends @Nullable Object> globals) {
    return MAPS.contains(globals.getClass()) && new Quick().all(globals.values());
  }

  private boolean all(Collection<? extends @Nullable Object> several) {
    if (several.size() > MOST - values) {
      return false;
    }
    for (Object each : several) {
      if (!is(each)) {
        return false;
      }
    }
    return true;
  }

  private boolean is(@Nullable Object value) {
    values++;
    return switch (value) {
      case null -> true;
      case Boolean _, Number _, Character _, Opaque _ -> true;
      case Vec3 _, Quaternion _, Transform _ -> true;
      case String text -> fits(text.length());
      case byte[] data -> fits(data.length);
      case double[] numbers -> numbers.length < MOST_BYTES && fits(numbers.length * Double.BYTES);
      case List<?> list when LISTS.contains(list.getClass()) -> all(list);
      default -> false;
    };
  }

  private boolean fits(int size) {
    bytes += Math.min(size, MOST_BYTES + 1);
    return values <= MOST && bytes <= MOST_BYTES;
  }
}
