package dev.terrarium.python.convert;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.math.BigDecimal;

/// `decimal.Decimal` and BigDecimal: digits and exponent cross unchanged, by their text, which no
/// context rounds. Needs the GIL.
final class Decimals {
  private final Kept type = new Kept("decimal", "Decimal");
  private final Kept toText = new Kept("decimal", "Decimal.__str__");

  /// A new reference.
  long of(BigDecimal number, Boundary boundary) {
    long text = Text.of(number.toString());
    try {
      return Attributes.call(boundary, "Python refuses it", type.get(boundary), text);
    } finally {
      Macros.Py_DECREF(text);
    }
  }

  void expect(KnownClasses classes) {
    classes.expect("decimal.Decimal", "decimal", "Decimal", this::value);
  }

  /// Reads a Decimal, or an int, which a BigDecimal holds as well.
  BigDecimal read(FromPython from, long object) {
    if (type.isTypeOf(object, from.boundary)) {
      return value(from, object);
    }
    if (Numbers.isInteger(Macros.Py_TYPE(object))) {
      return new BigDecimal(Scalars.bigValue(from, object));
    }
    return from.unwrapped(object, "Decimal", value -> read(from, value));
  }

  boolean isDecimal(FromPython from, long object) {
    return type.isTypeOf(object, from.boundary);
  }

  private BigDecimal value(FromPython from, long decimal) {
    long text = // A subclass may have a text of its own.
        Macros.Py_TYPE(decimal) == type.get(from.boundary)
            ? ObjectApi.PyObject_Str(decimal)
            : from.boundary.callRaw(toText.get(from.boundary), decimal);
    if (text == 0) {
      throw from.boundary.raised("its digits cannot be read");
    }
    try {
      return parsed(Text.value(text));
    } finally {
      Macros.Py_DECREF(text);
    }
  }

  private static BigDecimal parsed(String text) {
    if (Character.isLetter(text.charAt(text.startsWith("-") ? 1 : 0))) {
      throw new Mismatch("a BigDecimal holds no " + text);
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException tooLarge) {
      throw new Mismatch("the exponent of " + text + " is beyond what a BigDecimal holds");
    }
    if (number.signum() == 0 && text.startsWith("-")) {
      throw new Mismatch("a BigDecimal holds no negative zero, so not " + text);
    }
    return number;
  }
}
