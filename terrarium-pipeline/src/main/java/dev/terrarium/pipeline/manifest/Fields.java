package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Spelling;
import dev.terrarium.pipeline.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
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

  /// Says what is odd at a place in one of the fields.
  void warningAt(String place, String message) {
    findings.warning(place, message);
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
    return word(name, words, "");
  }

  /// Returns an optional text that is one of some words, or else is a fault that names the near
  /// one.
  ///
  /// @param others what is said of further words, behind those
  Optional<String> word(String name, List<String> words, String others) {
    var text = text(name);
    if (text.isPresent() && !words.contains(text.get())) {
      fault(
          name,
          "must be one of "
              + String.join(", ", words)
              + others
              + ", not "
              + Values.describe(text.get())
              + Spelling.hint(text.get(), words));
      return Optional.empty();
    }
    return text;
  }

  Optional<Boolean> flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  OptionalDouble atLeast(String name, double minimum) {
    return number(name, minimum, Double.MAX_VALUE, "at least " + Values.plain(minimum));
  }

  OptionalDouble above(String name, double bound) {
    return number(name, Math.nextUp(bound), Double.MAX_VALUE, "above " + Values.plain(bound));
  }

  OptionalDouble aboveUpTo(String name, double bound, double maximum) {
    return number(
        name,
        Math.nextUp(bound),
        maximum,
        "above %s and at most %s".formatted(Values.plain(bound), Values.plain(maximum)));
  }

  OptionalDouble between(String name, double minimum, double maximum) {
    return number(
        name, minimum, maximum, "from " + Values.plain(minimum) + " to " + Values.plain(maximum));
  }

  private OptionalDouble number(String name, double minimum, double maximum, String rule) {
    var number = typed(name, Number.class, "a number");
    if (number.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = number.get().doubleValue();
    if (value >= minimum && value <= maximum) {
      return OptionalDouble.of(value);
    }
    fault(name, "must be " + rule + ", not " + Values.describe(number.get()));
    return OptionalDouble.empty();
  }

  OptionalInt wholeAtLeast(String name, int minimum) {
    return wholeBetween(name, minimum, Integer.MAX_VALUE);
  }

  OptionalInt wholeBetween(String name, int minimum, int maximum) {
    var value = any(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    var number = Values.whole(value.get());
    if (number.isPresent() && number.getAsLong() >= minimum && number.getAsLong() <= maximum) {
      return OptionalInt.of((int) number.getAsLong());
    }
    boolean open = maximum == Integer.MAX_VALUE && !isTooLarge(value.get());
    var rule = open ? ", at least " + minimum : " from " + minimum + " to " + maximum;
    fault(name, "must be a whole number" + rule + ", not " + Values.describe(value.get()));
    return OptionalInt.empty();
  }

  private static boolean isTooLarge(Object value) {
    return value instanceof Number number && number.doubleValue() > Integer.MAX_VALUE;
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
  ///
  /// @param expected what is to stand there, such as `a text`
  Fields require(String name, String expected) {
    if (values.get(name) == null) {
      fault(
          name,
          values.containsKey(name)
              ? "must be " + expected + ", not null"
              : "is missing; it must be " + expected);
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

  /// Makes each field that nobody asked for a fault: what it was to bring about would be missing
  /// without a word.
  void refuseOthers() {
    for (var key : values.keySet()) {
      var name = String.valueOf(key);
      if (!known.contains(name)) {
        var hint = Spelling.hint(name, known);
        var there = String.join(", ", new TreeSet<>(known));
        fault(name, hint.isEmpty() ? "is not known; there are " + there : "is not known" + hint);
      }
    }
  }

  /// Returns an optional array of texts, at least one, that each keep to `rule`.
  Optional<List<String>> texts(String name, Predicate<String> rule, String ruleInWords) {
    var array = array(name);
    if (array.isEmpty()) {
      return Optional.empty();
    }
    if (array.get().isEmpty()) {
      fault(name, "must hold at least one text, or be left out");
    }
    var texts = new ArrayList<String>();
    for (int i = 0; i < array.get().size(); i++) {
      var element = array.get().get(i);
      if (element instanceof String text && rule.test(text)) {
        texts.add(text);
      } else {
        findings.fault(
            pathOf(name) + "[" + i + "]",
            "must be " + ruleInWords + ", not " + Values.describe(element));
      }
    }
    return Optional.of(texts);
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
