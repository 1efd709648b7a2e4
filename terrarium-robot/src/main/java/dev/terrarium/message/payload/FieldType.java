package dev.terrarium.message.payload;

import java.util.Locale;

/// What a field of a declared type holds.
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

  /// Returns it as declarations have it, such as `list of float`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Kind kind() {
    return switch (this) {
      case FLOAT -> new Kind.FloatKind();
      case INTEGER -> new Kind.IntegerKind(true);
      case BOOLEAN -> new Kind.PlainKind(Boolean.class, "boolean");
      case STRING -> new Kind.PlainKind(String.class, "string");
      case BYTES -> new Kind.BytesKind(false);
      case VEC3 -> Kind.GeometryKind.VEC3;
      case QUATERNION -> Kind.GeometryKind.QUATERNION;
      case TRANSFORM -> Kind.GeometryKind.TRANSFORM;
      case LIST_OF_FLOAT -> new Kind.ListKind(FLOAT.kind());
      case LIST_OF_INTEGER -> new Kind.ListKind(INTEGER.kind());
      case LIST_OF_STRING -> new Kind.ListKind(STRING.kind());
      case LIST -> new Kind.ListKind(ANY.kind());
      case MAP -> new Kind.AnyKind(true);
      case ANY -> new Kind.AnyKind(false);
    };
  }
}
