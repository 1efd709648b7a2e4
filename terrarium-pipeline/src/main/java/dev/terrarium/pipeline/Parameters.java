package dev.terrarium.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of one node, checked and complete.
///
/// @param values by name, in the order of the manifest
public record Parameters(Map<String, @Nullable Object> values) {
  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Returns a parameter that the schema says is a whole number in the range of an `int`.
  public int integer(String name) {
    return Math.toIntExact(Values.whole(present(name)).orElseThrow());
  }

  /// Returns a parameter that the schema says is a number.
  public Number number(String name) {
    return (Number) present(name);
  }

  /// Returns a parameter that the schema says is a text or a choice.
  public String text(String name) {
    return (String) present(name);
  }

  /// Returns a parameter that the schema says is true or false.
  public boolean flag(String name) {
    return (Boolean) present(name);
  }

  private Object present(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("There is no parameter '" + name + "'");
    }
    return value;
  }
}
