package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// What a caller gave, where null is a mistake that must say which argument it is.
final class Given {
  private Given() {}

  /// A value that must be there.
  ///
  /// @throws NullPointerException with the parameter's name
  static <T> T there(@Nullable T value, String parameter) {
    if (value == null) {
      throw new NullPointerException("'" + parameter + "' must not be null");
    }
    return value;
  }

  /// The name of a function, as C and Python can hold it.
  ///
  /// @throws IllegalArgumentException when they cannot
  static String functionName(@Nullable String name) {
    String given = there(name, "name");
    for (int i = 0; i < given.length(); i = given.offsetByCodePoints(i, 1)) {
      int point = given.codePointAt(i);
      if (point == 0 || Character.getType(point) == Character.SURROGATE) {
        throw new IllegalArgumentException(
            "a function's name must not hold U+%04X%s"
                .formatted(point, point == 0 ? "" : ", which is no character"));
      }
    }
    return given;
  }

  /// The arguments of a call after a null that the compiler took for keyword arguments.
  static @Nullable Object[] afterNone(@Nullable Object @Nullable [] arguments) {
    @Nullable Object[] further = all(arguments);
    @Nullable Object[] all = new Object[further.length + 1];
    System.arraycopy(further, 0, all, 1, further.length);
    return all;
  }

  /// The arguments of a call, of which one may be null, but not all of them together.
  static @Nullable Object[] all(@Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      throw new NullPointerException(
          "'arguments' must not be null: write call((Object) null) for one argument that is None");
    }
    return arguments;
  }
}
