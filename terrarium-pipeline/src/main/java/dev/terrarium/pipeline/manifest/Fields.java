package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Values;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object, each asked for once; what does not fit becomes a fault.
///
/// An optional field that is null counts as left out.
final class Fields {
  private final String path;
  private final Map<?, ?> values;
  private final Findings findings;
  private final Set<String> known = new HashSet<>();

  private Fields(String path, Map<?, ?> values, Findings findings) {
    this.path = path;
    this.values = values;
    this.findings = findings;
  }

  /// Opens an object; anything else is a fault.
  static Optional<Fields> of(String path, @Nullable Object value, Findings findings) {
    if (value instanceof Map<?, ?> values) {
      return Optional.of(new Fields(path, values, findings));
    }
    findings.fault(path, "must be an object, not " + Values.describe(value));
    return Optional.empty();
  }

  String path() {
    return path;
  }

  String pathOf(String name) {
    return Fault.child(path, name);
  }

  void fault(String name, String message) {
    findings.fault(pathOf(name), message);
  }

  /// Returns an optional field as it is.
  Optional<Object> any(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  Optional<String> text(String name) {
    return typed(name, String.class, "a text");
  }

  /// Returns an optional text that keeps to `rule`, or else is a fault.
  Optional<String> text(String name, Predicate<String> rule, String ruleInWords) {
    var text = text(name);
    if (text.isPresent() && !rule.test(text.get())) {
      fault(name, "must be " + ruleInWords + ", not " + Values.describe(text.get()));
      return Optional.empty();
    }
    return text;
  }

  Optional<String> word(String name, List<String> words) {
    return text(name, words::contains, "one of " + String.join(", ", words));
  }

  Optional<Boolean> flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  OptionalDouble atLeast(String name, double minimum) {
    var number = typed(name, Number.class, "a number");
    if (number.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = number.get().doubleValue();
    if (value < minimum) {
      fault(name, "must be at least " + minimum + ", not " + Values.describe(number.get()));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value);
  }

  OptionalInt wholeAtLeast(String name, int minimum) {
    var value = any(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    var number = Values.whole(value.get());
    if (number.isPresent()
        && number.getAsLong() >= minimum
        && number.getAsLong() <= Integer.MAX_VALUE) {
      return OptionalInt.of((int) number.getAsLong());
    }
    fault(
        name,
        "must be a whole number, at least " + minimum + ", not " + Values.describe(value.get()));
    return OptionalInt.empty();
  }

  /// Returns all fields as they are.
  Map<String, @Nullable Object> values() {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    values.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }

  Optional<Fields> object(String name) {
    return any(name).flatMap(value -> of(pathOf(name), value, findings));
  }

  Optional<List<?>> array(String name) {
    return typed(name, List.class, "an array").map(array -> (List<?>) array);
  }

  /// Makes it a fault that `name` is left out or null.
  Fields require(String name) {
    if (values.get(name) == null) {
      fault(name, values.containsKey(name) ? "must not be null" : "is missing");
    }
    return this;
  }

  /// Warns of each field that nobody asked for.
  void warnOfOthers() {
    for (var key : values.keySet()) {
      var name = String.valueOf(key);
      if (!known.contains(name)) {
        findings.warning(pathOf(name), "is not known and is ignored" + Spelling.hint(name, known));
      }
    }
  }

  private <T> Optional<T> typed(String name, Class<T> type, String typeInWords) {
    var value = any(name);
    if (value.isPresent() && !type.isInstance(value.get())) {
      fault(name, "must be " + typeInWords + ", not " + Values.describe(value.get()));
      return Optional.empty();
    }
    return value.map(type::cast);
  }
}
