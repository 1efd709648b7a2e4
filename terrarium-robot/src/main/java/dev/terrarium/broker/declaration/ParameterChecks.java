package dev.terrarium.broker.declaration;

import dev.terrarium.message.quantity.SiUnits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// What the fields of a parameter have to do with each other.
final class ParameterChecks {
  private ParameterChecks() {}

  static void check(Draft draft) {
    draft.under(ParameterSection.SECTION).values().forEach(ParameterChecks::check);
  }

  private static void check(Entry parameter) {
    var type = parameter.find(ParameterSection.TYPE);
    checkBounds(parameter, type);
    if (type.isEmpty()) {
      return;
    }
    checkUnit(parameter, type.get());
    parameter
        .find(ParameterSection.DEFAULT)
        .filter(
            value -> Defaults.check(parameter.place(ParameterSection.DEFAULT), type.get(), value))
        .filter(Number.class::isInstance)
        .ifPresent(value -> checkWithin(parameter, (Number) value));
  }

  private static void checkBounds(Entry parameter, Optional<ValueType> type) {
    if (type.isPresent() && !type.get().isNumeric()) {
      for (var bound : List.of(ParameterSection.MIN, ParameterSection.MAX)) {
        if (parameter.gives(bound)) {
          parameter
              .place(bound)
              .fault("must be left out, as a " + Kinds.spelt(type.get()) + " has no bounds");
        }
      }
      return;
    }
    var min = parameter.find(ParameterSection.MIN);
    var max = parameter.find(ParameterSection.MAX);
    if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
      parameter
          .place(ParameterSection.MAX)
          .fault("must be at least min, which is " + min.get() + ", not " + max.get());
    }
  }

  private static void checkWithin(Entry parameter, Number value) {
    var place = parameter.place(ParameterSection.DEFAULT);
    parameter
        .find(ParameterSection.MIN)
        .filter(min -> compare(value, min) < 0)
        .ifPresent(min -> place.fault("must be at least min, which is " + min + ", not " + value));
    parameter
        .find(ParameterSection.MAX)
        .filter(max -> compare(value, max) > 0)
        .ifPresent(max -> place.fault("must be at most max, which is " + max + ", not " + value));
  }

  /// Compares exactly, where a `double` would round a whole number.
  private static int compare(Number value, double bound) {
    return value instanceof Long whole
        ? BigDecimal.valueOf(whole).compareTo(new BigDecimal(bound))
        : Double.compare(value.doubleValue(), bound);
  }

  private static void checkUnit(Entry parameter, ValueType type) {
    var place = parameter.place(ParameterSection.UNIT);
    if (type == ValueType.UNIT && !parameter.gives(ParameterSection.UNIT)) {
      place.fault("is missing; it must be a unit, such as m/s, as the type is unit");
    }
    parameter
        .find(ParameterSection.UNIT)
        .filter(unit -> type == ValueType.UNIT && !SiUnits.names().contains(unit))
        .ifPresent(unit ->
            place.unknown("must be a unit, not " + Described.of(unit), unit, SiUnits.names()));
    if (type != ValueType.UNIT && parameter.gives(ParameterSection.UNIT)) {
      place.fault("must be left out, as the type is " + Kinds.spelt(type) + ", not unit");
    }
  }
}
