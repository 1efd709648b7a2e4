package dev.terrarium.broker.declaration;

import java.util.Optional;

/// A value of a robot that may be set while it runs.
///
/// @param type what it holds
/// @param initial what it is until it is set
/// @param min the least that it may be, of numbers
/// @param max the most that it may be, of numbers
/// @param unit its unit, such as `m/s`, of [ValueType#UNIT] alone
/// @param doc what it is for
public record ParameterDeclaration(
    ValueType type,
    Object initial,
    Optional<Double> min,
    Optional<Double> max,
    Optional<String> unit,
    String doc) {
  public ParameterDeclaration {
    Required.components(ParameterDeclaration.class, type, initial, min, max, unit, doc);
    initial = type.read(initial).orElse(initial);
  }

  /// Returns a parameter without bounds.
  public static ParameterDeclaration of(ValueType type, Object initial, String doc) {
    return new ParameterDeclaration(
        type, initial, Optional.empty(), Optional.empty(), Optional.empty(), doc);
  }

  /// Returns a number in a unit, without bounds.
  public static ParameterDeclaration in(String unit, double initial, String doc) {
    return new ParameterDeclaration(
        ValueType.UNIT,
        initial,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Required.given("the unit of a parameter", "a text", unit)),
        doc);
  }

  /// Returns the same parameter with bounds, both of which it may reach.
  public ParameterDeclaration between(double least, double most) {
    return new ParameterDeclaration(
        type, initial, Optional.of(least), Optional.of(most), unit, doc);
  }
}
