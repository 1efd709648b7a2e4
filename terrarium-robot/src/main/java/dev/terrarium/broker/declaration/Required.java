package dev.terrarium.broker.declaration;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses null where a declaration is made in Java, by the name of what is missing.
final class Required {
  private Required() {}

  /// Returns what was given.
  ///
  /// @param what it is, such as `the name of a robot`
  /// @param expected what it may be, such as `a text`
  /// @throws NullPointerException that says so, for null
  static <T> T given(String what, String expected, @Nullable T given) {
    if (given == null) {
      throw new NullPointerException(what + " must be " + expected + ", not null");
    }
    return given;
  }

  /// Refuses null for any component of a record.
  ///
  /// @param given in the order in which the record has them
  static void components(Class<? extends Record> type, @Nullable Object... given) {
    var components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      given(
          components[i].getName() + " of a " + type.getSimpleName(),
          "of the type " + components[i].getType().getSimpleName(),
          given[i]);
    }
  }

  /// Returns a copy of a list.
  static <T> List<T> list(String what, List<T> list) {
    for (int i = 0; i < list.size(); i++) {
      given(what + "[" + i + "]", "there", list.get(i));
    }
    return List.copyOf(list);
  }

  static List<String> list(String what, String... texts) {
    return list(what, Arrays.asList(given(what, "texts", texts)));
  }

  /// Returns a copy of a map, in its order.
  static <K, V> Map<K, V> map(String what, Map<K, V> map) {
    map.forEach((key, value) -> {
      given("a name in " + what, "there", key);
      given(what + "." + key, "there", value);
    });
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
