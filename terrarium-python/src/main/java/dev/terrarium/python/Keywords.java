package dev.terrarium.python;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keyword arguments of a call, in order: `f.call(Keywords.of("unit", "kg"), 2.5)`.
public final class Keywords {
  private final Map<String, @Nullable Object> values;

  private Keywords(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /// One keyword argument.
  public static Keywords of(String name, @Nullable Object value) {
    return new Keywords(Map.of()).and(name, value);
  }

  /// Those of a map, in its order.
  public static Keywords of(Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(Given.there(values, "values"));
    all.keySet().forEach(Keywords::check);
    return new Keywords(all);
  }

  /// These and one more.
  ///
  /// @throws IllegalArgumentException when that name was given already
  public Keywords and(String name, @Nullable Object value) {
    check(name);
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    if (more.containsKey(name)) {
      throw new IllegalArgumentException("the keyword argument '" + name + "' is given twice");
    }
    more.put(name, value);
    return new Keywords(more);
  }

  private static void check(@Nullable String name) {
    var _ = Given.there(name, "name");
  }

  /// The values by name, in order.
  public Map<String, @Nullable Object> values() {
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
