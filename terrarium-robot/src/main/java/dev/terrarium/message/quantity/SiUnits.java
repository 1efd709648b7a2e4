package dev.terrarium.message.quantity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.measure.MetricPrefix;
import javax.measure.Quantity;
import javax.measure.Unit;
import org.jspecify.annotations.Nullable;
import tech.units.indriya.AbstractUnit;
import tech.units.indriya.quantity.Quantities;
import tech.units.indriya.unit.Units;

/// Between SI doubles and quantities of JSR 385, whose units have names that a robot's files use.
///
/// The names are a closed set: [#names]. On the wire a quantity is `{"value": 0.5, "unit": "m"}`.
public final class SiUnits {
  private static final Map<String, Unit<?>> BY_NAME = Collections.unmodifiableMap(units());
  private static final Pattern TEXT =
      Pattern.compile("\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*(\\S.*?)?\\s*");
  private static final String VALUE = "value";
  private static final String UNIT = "unit";

  private SiUnits() {}

  /// Returns the names of the units that are known.
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /// Returns a unit by its name, such as `mm`, `rad/s` or `N·m`.
  ///
  /// @throws IllegalArgumentException if it has none of [#names]
  public static Unit<?> unit(String name) {
    var unit = BY_NAME.get(name);
    if (unit == null) {
      throw new IllegalArgumentException(
          "There is no unit \"" + name + "\"; there are " + String.join(", ", BY_NAME.keySet()));
    }
    return unit;
  }

  /// Returns the name of a unit.
  ///
  /// @throws IllegalArgumentException if it has none of [#names]
  public static String name(Unit<?> unit) {
    for (var entry : BY_NAME.entrySet()) {
      if (entry.getValue().equals(unit)) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException(
        "The unit "
            + unit
            + " has no name here; convert the quantity to one of "
            + String.join(", ", BY_NAME.keySet()));
  }

  /// Makes a quantity of a value in a named unit.
  ///
  /// @throws IllegalArgumentException if the value is not finite, or there is no such unit
  public static Quantity<?> quantity(double value, String unit) {
    return Quantities.getQuantity(finite(value), unit(unit));
  }

  /// Reads a quantity, such as `500 mm`; a number alone has the unit `1`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Quantity<?> parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "A quantity is a number and a unit, as in 500 mm, not \"" + text + "\"");
    }
    String unit = matcher.group(2);
    try {
      return quantity(Double.parseDouble(matcher.group(1)), unit == null ? "1" : unit);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "A quantity is a number and a unit, as in 500 mm, not \"" + text + "\"", e);
    }
  }

  /// Returns a quantity as a double in the SI unit of its dimension, such as metres.
  public static double toSi(Quantity<?> quantity) {
    return quantity.toSystemUnit().getValue().doubleValue();
  }

  /// Returns a double in SI as a quantity in a named unit.
  ///
  /// @throws IllegalArgumentException if the value is not finite, or there is no such unit
  public static Quantity<?> ofSi(double value, String unit) {
    return ofSi(finite(value), unit(unit));
  }

  private static <Q extends Quantity<Q>> Quantity<Q> ofSi(double value, Unit<Q> unit) {
    return Quantities.getQuantity(value, unit.getSystemUnit()).to(unit);
  }

  /// Returns a quantity as it is on the wire: `{"value": 0.5, "unit": "m"}`.
  ///
  /// @throws IllegalArgumentException if its unit has none of [#names]
  public static Map<String, Object> toMap(Quantity<?> quantity) {
    var map = new LinkedHashMap<String, Object>();
    map.put(VALUE, quantity.getValue().doubleValue());
    map.put(UNIT, name(quantity.getUnit()));
    return Collections.unmodifiableMap(map);
  }

  /// Reads a quantity from its form on the wire.
  ///
  /// @throws IllegalArgumentException if it is none, naming the key
  public static Quantity<?> ofMap(Map<String, ? extends @Nullable Object> map) {
    for (String key : map.keySet()) {
      if (!key.equals(VALUE) && !key.equals(UNIT)) {
        throw new IllegalArgumentException(
            "A quantity has the keys value and unit, and not \"" + key + "\"");
      }
    }
    if (!(map.get(VALUE) instanceof Number value)) {
      throw new IllegalArgumentException(
          "value of a quantity: expected a number, not " + map.get(VALUE));
    }
    if (!(map.get(UNIT) instanceof String unit)) {
      throw new IllegalArgumentException(
          "unit of a quantity: expected the name of a unit, not " + map.get(UNIT));
    }
    return quantity(value.doubleValue(), unit);
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A quantity's value is a finite number, not " + value);
    }
    return value;
  }

  private static Map<String, Unit<?>> units() {
    var units = new LinkedHashMap<String, Unit<?>>();
    units.put("1", AbstractUnit.ONE);
    units.put("%", Units.PERCENT);
    units.put("m", Units.METRE);
    units.put("cm", MetricPrefix.CENTI(Units.METRE));
    units.put("mm", MetricPrefix.MILLI(Units.METRE));
    units.put("km", MetricPrefix.KILO(Units.METRE));
    units.put("rad", Units.RADIAN);
    units.put("deg", Units.RADIAN.multiply(Math.PI / 180));
    units.put("s", Units.SECOND);
    units.put("ms", MetricPrefix.MILLI(Units.SECOND));
    units.put("us", MetricPrefix.MICRO(Units.SECOND));
    units.put("min", Units.MINUTE);
    units.put("h", Units.HOUR);
    units.put("Hz", Units.HERTZ);
    units.put("kg", Units.KILOGRAM);
    units.put("g", Units.GRAM);
    moving(units);
    electric(units);
    return units;
  }

  private static void moving(Map<String, Unit<?>> units) {
    var degree = units.get("deg");
    var speed = Units.METRE.divide(Units.SECOND);
    var turning = Units.RADIAN.divide(Units.SECOND);
    units.put("m/s", speed);
    units.put("m/s²", speed.divide(Units.SECOND));
    units.put("rad/s", turning);
    units.put("rad/s²", turning.divide(Units.SECOND));
    if (degree != null) {
      units.put("deg/s", degree.divide(Units.SECOND));
    }
    units.put("N", Units.NEWTON);
    units.put("N·m", Units.NEWTON.multiply(Units.METRE));
    units.put("N·m/rad", Units.NEWTON.multiply(Units.METRE).divide(Units.RADIAN));
    units.put("Pa", Units.PASCAL);
  }

  private static void electric(Map<String, Unit<?>> units) {
    units.put("V", Units.VOLT);
    units.put("mV", MetricPrefix.MILLI(Units.VOLT));
    units.put("A", Units.AMPERE);
    units.put("mA", MetricPrefix.MILLI(Units.AMPERE));
    units.put("W", Units.WATT);
    units.put("A·h", Units.AMPERE.multiply(Units.HOUR));
    units.put("W·h", Units.WATT.multiply(Units.HOUR));
    units.put("J", Units.JOULE);
    units.put("K", Units.KELVIN);
    units.put("°C", Units.CELSIUS);
  }
}
