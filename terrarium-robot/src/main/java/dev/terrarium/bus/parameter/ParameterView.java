package dev.terrarium.bus.parameter;

import dev.terrarium.message.payload.Parameter.Source;

/// A parameter and what it is at one moment.
///
/// @param source where the value comes from
public record ParameterView(ParameterDefinition definition, Object value, Source source) {
  /// Returns the bounds; infinite where there are none.
  public Bounds bounds() {
    return definition.type().bounds();
  }
}
