package dev.terrarium.python.arrow;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A column's name and type.
public final class ArrowField {
  private final String name;
  private final ArrowType type;
  private final boolean nullable;

  /// What others noted beside it, in Arrow's encoding; it is passed on as it came.
  private final byte @Nullable [] metadata;

  ArrowField(String name, ArrowType type, boolean nullable, byte @Nullable [] metadata) {
    this.name = name;
    this.type = type;
    this.nullable = nullable;
    this.metadata = metadata;
  }

  /// A field that may have nulls.
  public static ArrowField of(String name, ArrowType type) {
    return new ArrowField(name, type, true, null);
  }

  /// Its name, which may be empty.
  public String name() {
    return name;
  }

  /// What its values are.
  public ArrowType type() {
    return type;
  }

  /// Whether it may have nulls.
  public boolean nullable() {
    return nullable;
  }

  byte @Nullable [] metadata() {
    return metadata;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArrowField field
        && name.equals(field.name)
        && type.equals(field.type)
        && nullable == field.nullable
        && Arrays.equals(metadata, field.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, nullable);
  }

  /// Name and type.
  @Override
  public String toString() {
    return name + ": " + type + (nullable ? "" : " not null");
  }
}
