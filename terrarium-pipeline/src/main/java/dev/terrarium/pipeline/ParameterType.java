package dev.terrarium.pipeline;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a parameter's value may be.
public sealed interface ParameterType {
  /// Any JSON value.
  record Anything() implements ParameterType {}

  /// A whole number between two bounds, both included.
  record Whole(long minimum, long maximum) implements ParameterType {}

  /// A number between two bounds, both included.
  record Real(double minimum, double maximum) implements ParameterType {}

  /// A text.
  record Text() implements ParameterType {}

  /// One of several words.
  record Choice(List<String> words) implements ParameterType {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /// True or false.
  record Flag() implements ParameterType {}

  /// Says in words what is allowed, such as `a whole number from 1 to 768000`.
  default String description() {
    return switch (this) {
      case Anything _ -> "any value";
      case Whole(long minimum, long maximum) ->
          "a whole number"
              + bounds(
                  minimum == Long.MIN_VALUE,
                  maximum == Long.MAX_VALUE,
                  Long.toString(minimum),
                  Long.toString(maximum));
      case Real(double minimum, double maximum) ->
          "a number"
              + bounds(
                  minimum == Double.NEGATIVE_INFINITY,
                  maximum == Double.POSITIVE_INFINITY,
                  Values.plain(minimum),
                  Values.plain(maximum));
      case Text _ -> "a text";
      case Choice(var words) -> "one of " + String.join(", ", words);
      case Flag _ -> "true or false";
    };
  }

  /// Says what is wrong with `value`, or nothing if it fits.
  default Optional<String> refusal(@Nullable Object value) {
    boolean fits =
        switch (this) {
          case Anything _ -> true;
          case Whole(long minimum, long maximum) ->
              Values.whole(value).stream().anyMatch(n -> minimum <= n && n <= maximum);
          case Real(double minimum, double maximum) ->
              value instanceof Number number
                  && minimum <= number.doubleValue()
                  && number.doubleValue() <= maximum;
          case Text _ -> value instanceof String;
          case Choice(var words) -> value instanceof String word && words.contains(word);
          case Flag _ -> value instanceof Boolean;
        };
    return fits
        ? Optional.empty()
        : Optional.of("must be " + description() + ", not " + Values.describe(value));
  }

  private static String bounds(boolean noMinimum, boolean noMaximum, String from, String to) {
    if (noMinimum) {
      return noMaximum ? "" : ", at most " + to;
    }
    return noMaximum ? ", at least " + from : " from " + from + " to " + to;
  }
}
