package dev.terrarium.bus.parameter;

import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.TopicPath;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.measure.Quantity;

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

  /// A quantity, kept in its unit; read as a number it is in SI.
  ///
  /// @param unit one of [SiUnits#names], such as `mm`
  /// @param bounds in that unit
  record Measure(String unit, Bounds bounds) implements ParameterType {
    /// @throws IllegalArgumentException if there is no such unit
    public Measure {
      var _ = SiUnits.unit(unit);
    }

    /// Makes one without bounds.
    public static Measure in(String unit) {
      return new Measure(unit, Bounds.NONE);
    }

    private boolean fits(Object value) {
      return value instanceof Quantity<?> quantity
          && quantity.getUnit().isCompatible(SiUnits.unit(unit))
          && Double.isFinite(of(quantity).getValue().doubleValue());
    }

    private Quantity<?> of(Quantity<?> quantity) {
      return SiUnits.ofSi(SiUnits.toSi(quantity), unit);
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
      case Measure(var unit, _) -> new Measure(unit, bounds);
      case Flag _, Text _, Symbol _ ->
          throw new IllegalArgumentException(
              "only numbers and quantities have bounds, and this parameter is " + description());
    };
  }

  /// Says in words what is allowed, such as `a float from 0.0 to 2.0`.
  default String description() {
    return switch (this) {
      case Real(var bounds) -> "a finite float" + bounds.description();
      case Whole(var bounds) -> "an integer" + bounds.description();
      case Measure(var unit, var bounds) ->
          "a quantity in " + unit + ", or what can be converted" + bounds.description();
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
          case Measure measure -> measure.fits(value);
          case Flag _ -> value instanceof Boolean;
          case Text _ -> value instanceof String;
          case Symbol _ -> Symbol.fits(value);
        };
    if (!fits) {
      return Optional.of(new ParameterError.WrongType(path, description(), ValueText.of(value)));
    }
    return isWithin(canonical(value))
        ? Optional.empty()
        : Optional.of(new ParameterError.OutOfBounds(path, description(), ValueText.of(value)));
  }

  private boolean isWithin(Object canonical) {
    return switch (canonical) {
      case Long whole -> bounds().hold(whole);
      case Number number -> bounds().hold(number.doubleValue());
      case Quantity<?> quantity -> bounds().hold(quantity.getValue().doubleValue());
      default -> true;
    };
  }

  /// Returns a value that was checked, in the class that all values of this type have.
  default Object canonical(Object value) {
    return switch (value) {
      case Integer whole -> whole.longValue();
      case Quantity<?> quantity when this instanceof Measure measure -> measure.of(quantity);
      default -> value;
    };
  }

  /// Returns what a value from a file or a command line stands for, or itself if it stands for
  /// nothing else: a whole number for a float, a text for a number or a truth value.
  default Object restore(Object value) {
    return switch (this) {
      case Real _ -> ValueText.real(value);
      case Measure _ -> ValueText.quantity(value);
      case Whole _ -> ValueText.whole(value);
      case Flag _ -> ValueText.flag(value);
      case Text _, Symbol _ -> value;
    };
  }
}
