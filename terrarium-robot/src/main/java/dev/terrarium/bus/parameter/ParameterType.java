package dev.terrarium.bus.parameter;

import dev.terrarium.message.topic.TopicPath;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a parameter may be.
///
/// As in payloads, an integer is no float: `1` is refused where `1.0` is wanted. What comes from a
/// file or a command line is [restored][#restore] first, which is more lenient.
public sealed interface ParameterType {
  /// A finite number, a `Double`.
  record Real(Bounds bounds) implements ParameterType {
    /// Makes one without bounds.
    public static Real any() {
      return new Real(Bounds.NONE);
    }
  }

  /// A whole number: an `Integer` or a `Long`, kept as the latter.
  record Whole(Bounds bounds) implements ParameterType {
    /// Makes one without bounds.
    public static Whole any() {
      return new Whole(Bounds.NONE);
    }
  }

  /// True or false.
  record Flag() implements ParameterType {}

  /// A text.
  record Text() implements ParameterType {}

  /// A name of small letters, digits and `_`, such as `fast`.
  record Symbol() implements ParameterType {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

    private static boolean fits(Object value) {
      return value instanceof String text && FORM.matcher(text).matches();
    }
  }

  /// Returns the bounds; infinite where there are none.
  default Bounds bounds() {
    return Bounds.NONE;
  }

  /// Returns this type, of numbers, between two bounds, both included.
  ///
  /// @throws IllegalArgumentException if it is no type of numbers
  default ParameterType between(double minimum, double maximum) {
    var bounds = new Bounds(minimum, maximum);
    return switch (this) {
      case Real _ -> new Real(bounds);
      case Whole _ -> new Whole(bounds);
      case Flag _, Text _, Symbol _ ->
          throw new IllegalArgumentException(
              "only numbers have bounds, and this parameter is " + description());
    };
  }

  /// Says in words what is allowed, such as `a float from 0.0 to 2.0`.
  default String description() {
    return switch (this) {
      case Real(var bounds) -> "a finite float" + bounds.description();
      case Whole(var bounds) -> "an integer" + bounds.description();
      case Flag _ -> "true or false";
      case Text _ -> "a text";
      case Symbol _ -> "a symbol, such as fast or left_arm";
    };
  }

  /// Finds what is wrong with a value.
  default Optional<ParameterError> check(TopicPath path, Object value) {
    boolean fits =
        switch (this) {
          case Real _ -> value instanceof Double real && Double.isFinite(real);
          case Whole _ -> value instanceof Integer || value instanceof Long;
          case Flag _ -> value instanceof Boolean;
          case Text _ -> value instanceof String;
          case Symbol _ -> Symbol.fits(value);
        };
    if (!fits) {
      return Optional.of(new ParameterError.WrongType(path, description(), ValueText.of(value)));
    }
    return bounds().hold(value instanceof Number number ? number.doubleValue() : 0)
            || !(value instanceof Number)
        ? Optional.empty()
        : Optional.of(new ParameterError.OutOfBounds(path, description(), ValueText.of(value)));
  }

  /// Returns a value that was checked, in the class that all values of this type have.
  default Object canonical(Object value) {
    return this instanceof Whole ? (Object) ((Number) value).longValue() : value;
  }

  /// Returns what a value from a file or a command line stands for, or itself if it stands for
  /// nothing else: a whole number for a float, a text for a number or a truth value.
  default Object restore(Object value) {
    return switch (this) {
      case Real _ -> ValueText.real(value);
      case Whole _ -> ValueText.whole(value);
      case Flag _ -> ValueText.flag(value);
      case Text _, Symbol _ -> value;
    };
  }
}
