package dev.terrarium.python.arrow;

import java.nio.charset.StandardCharsets;
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
    this.name = spellable(name, "the name of a column");
    this.type = type;
    this.nullable = nullable;
    this.metadata = metadata;
  }

  /// A text that Arrow's C structs can hold: they end it at the first NUL, in UTF-8.
  ///
  /// @param what what the text is
  /// @throws IllegalArgumentException when it would be cut, or changed
  static String spellable(String text, String what) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "%s, '%s', has a NUL, which ends a text in Arrow's C structs: leave it out"
              .formatted(what, text.replace("\0", "\\0")));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "%s, '%s', has a lone surrogate, which UTF-8 lacks".formatted(what, text));
    }
    return text;
  }

  /// A field that may have nulls.
  ///
  /// @throws IllegalArgumentException when the name has a NUL or a lone surrogate
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
