package dev.terrarium.message.payload;

import java.util.List;
import java.util.Optional;

/// What the constructors of payloads insist upon.
///
/// @param type the name of the payload's type, for what is said
record Checks(String type) {

  /// Insists on numbers that are neither infinite nor NaN.
  void finite(String field, double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw fault(field, "expected a finite number, not " + value);
      }
    }
  }

  /// Insists on a finite number if there is one.
  void finite(String field, Optional<Double> value) {
    value.ifPresent(it -> finite(field, it));
  }

  /// Insists on finite numbers, and returns a list that nobody else can change.
  List<Double> finite(String field, List<Double> values) {
    var copy = List.copyOf(values);
    for (int i = 0; i < copy.size(); i++) {
      finite(field + "[" + i + "]", copy.get(i));
    }
    return copy;
  }

  /// Insists on a square matrix of so many rows, if there is one.
  Optional<List<Double>> square(String field, int rows, Optional<List<Double>> values) {
    return values.map(all -> {
      if (all.size() != rows * rows) {
        throw fault(
            field,
            "expected "
                + rows
                + " × "
                + rows
                + " = "
                + rows * rows
                + " numbers, row by row, not "
                + all.size());
      }
      return finite(field, all);
    });
  }

  void atLeast(String field, long least, long value) {
    if (value < least) {
      throw fault(field, "expected at least " + least + ", not " + value);
    }
  }

  void atLeast(String field, long least, Optional<Long> value) {
    value.ifPresent(it -> atLeast(field, least, it));
  }

  void notBlank(String field, String text) {
    if (text.isBlank()) {
      throw fault(field, "expected a text that is not empty");
    }
  }

  InvalidPayloadException fault(String field, String problem) {
    return new InvalidPayloadException(type, field, problem);
  }
}
