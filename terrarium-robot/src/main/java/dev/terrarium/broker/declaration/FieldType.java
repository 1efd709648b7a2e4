package dev.terrarium.broker.declaration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a field of a message holds.
public enum FieldType {
  FLOAT,
  INTEGER,
  BOOLEAN,
  STRING,
  BYTES,
  VEC3,
  /// Four numbers: w, x, y, z.
  QUATERNION,
  /// Four rows of four.
  TRANSFORM,
  LIST_OF_FLOAT,
  LIST_OF_INTEGER,
  LIST_OF_STRING,
  /// A list of whatever else may stand in a message.
  LIST,
  /// A map of texts to whatever else may stand in a message.
  MAP,
  ANY;

  /// Returns it as TOML has it, such as `list of float`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static List<String> words() {
    return Arrays.stream(values()).map(FieldType::toString).toList();
  }
}
