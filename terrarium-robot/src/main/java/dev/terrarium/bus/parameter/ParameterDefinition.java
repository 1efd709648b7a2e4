package dev.terrarium.bus.parameter;

import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.TopicPath;

/// One parameter of a robot.
///
/// @param path where it is, such as `arm.speed`; its changes are told on `param.arm.speed`
/// @param type what it may be
/// @param defaultValue what it is unless something is kept or given at the start
/// @param summary what it does, in one line; with its unit
public record ParameterDefinition(
    TopicPath path, ParameterType type, Object defaultValue, String summary) {
  public ParameterDefinition {
    if (path.isRoot()) {
      throw new IllegalArgumentException("a parameter's path needs a segment, such as arm.speed");
    }
    type.check(path, defaultValue)
        .ifPresent(error -> {
          throw new IllegalArgumentException("the default of a parameter: " + error.message());
        });
    defaultValue = type.canonical(defaultValue);
  }

  /// Makes a number of any size.
  public static ParameterDefinition real(String path, double defaultValue, String summary) {
    return of(path, ParameterType.Real.any(), defaultValue, summary);
  }

  /// Makes a whole number of any size that a `long` holds.
  public static ParameterDefinition whole(String path, long defaultValue, String summary) {
    return of(path, ParameterType.Whole.any(), defaultValue, summary);
  }

  /// Makes a parameter that is true or false.
  public static ParameterDefinition flag(String path, boolean defaultValue, String summary) {
    return of(path, new ParameterType.Flag(), defaultValue, summary);
  }

  /// Makes a text.
  public static ParameterDefinition text(String path, String defaultValue, String summary) {
    return of(path, new ParameterType.Text(), defaultValue, summary);
  }

  /// Makes a symbol, such as `fast`.
  public static ParameterDefinition symbol(String path, String defaultValue, String summary) {
    return of(path, new ParameterType.Symbol(), defaultValue, summary);
  }

  /// Makes a quantity, such as `500, "mm"`.
  public static ParameterDefinition measure(
      String path, double defaultValue, String unit, String summary) {
    var quantity = SiUnits.quantity(defaultValue, unit);
    return of(path, ParameterType.Measure.in(unit), quantity, summary);
  }

  /// Makes a parameter of any type.
  public static ParameterDefinition of(
      String path, ParameterType type, Object defaultValue, String summary) {
    return new ParameterDefinition(TopicPath.of(path), type, defaultValue, summary);
  }

  /// Returns this one, a number or a quantity, between two bounds, both included.
  ///
  /// @throws IllegalArgumentException if it is neither, or its default is beyond them
  public ParameterDefinition between(double minimum, double maximum) {
    return new ParameterDefinition(path, type.between(minimum, maximum), defaultValue, summary);
  }
}
