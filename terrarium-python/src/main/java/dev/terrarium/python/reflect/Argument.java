package dev.terrarium.python.reflect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is known of an argument from another language when an overload is chosen.
///
/// @param kind of what sort it is
/// @param bits how many an int needs, with its sign; the length of a text
/// @param java the Java object that it is, or that its value becomes; null where there is none
public record Argument(Kind kind, int bits, @Nullable Object java) {
  /// The sorts of values that the rules tell apart.
  public enum Kind {
    NONE,
    BOOL,
    INT,
    FLOAT,
    TEXT,
    BYTES,
    LIST,
    TUPLE,
    SET,
    DICT,
    CALLABLE,
    JAVA,
    OTHER
  }

  /// One that is no Java object.
  public static Argument of(Kind kind) {
    return new Argument(kind, 0, null);
  }

  /// A Java object.
  public static Argument of(Object java) {
    return new Argument(Kind.JAVA, 0, java);
  }

  /// How a refused call names it.
  public String title() {
    return java != null
        ? java.getClass().getSimpleName()
        : switch (kind) {
          case NONE -> "None";
          case TEXT -> "str";
          case OTHER, JAVA -> "object";
          case BOOL, INT, FLOAT, BYTES, LIST, TUPLE, SET, DICT, CALLABLE ->
              kind.name().toLowerCase(Locale.ROOT);
        };
  }
}
