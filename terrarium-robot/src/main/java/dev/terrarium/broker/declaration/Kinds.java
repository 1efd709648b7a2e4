package dev.terrarium.broker.declaration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The kinds of values that fields have.
final class Kinds {
  static final int LONGEST_LIST = 10_000;

  /// A name that becomes a segment of a topic.
  static final Kind<String> WORD =
      text("a name of a-z, 0-9 and _, a letter first", Pattern.compile("[a-z][a-z0-9_]*"));

  static final Kind<String> TEXT = text("a text that is not empty", text -> !text.isBlank());

  static final Kind<String> DOC = text("a text", _ -> true);

  static final Kind<Boolean> FLAG = plain("true or false", Boolean.class);

  /// A number that becomes no other one as a `double`.
  static final Kind<Double> NUMBER =
      of(
          "a finite number, which a 64-bit float holds exactly if it is whole",
          value ->
              finite(value)
                  .filter(number -> !(value instanceof Long whole) || isSame(whole, number)),
          number -> number);

  static final Kind<Double> ABOVE_ZERO =
      of("a number above 0", value -> finite(value).filter(number -> number > 0), number -> number);

  /// A time in milliseconds, from 1 to some 24 days.
  static final Kind<Duration> MILLIS = millis(1, Integer.MAX_VALUE);

  /// A time in seconds, up to a day.
  static final Kind<Duration> SECONDS =
      of(
          "a number of seconds above 0 and at most 86400",
          value ->
              finite(value)
                  .filter(seconds -> seconds > 0 && seconds <= 86_400)
                  .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                  .filter(Duration::isPositive),
          time -> time.toNanos() / 1e9);

  /// A text, number or truth value: which of them, another field says.
  static final Kind<Object> SCALAR =
      of(
          "a text, a number, true or false",
          value ->
              value instanceof String || value instanceof Number || value instanceof Boolean
                  ? Optional.of(value)
                  : Optional.empty(),
          value -> value);

  private Kinds() {}

  /// A kind of which every value is read by a function, or does not fit.
  private record Simple<T>(
      String words,
      Function<Object, Optional<T>> reader,
      Function<T, Object> writer,
      Function<Object, String> described)
      implements Kind<T> {
    @Override
    public Optional<T> read(Place place, Object value) {
      var read = reader.apply(value);
      if (read.isEmpty()) {
        place.fault("must be " + words + ", not " + described.apply(value));
      }
      return read;
    }

    @Override
    public Object write(T value) {
      return writer.apply(value);
    }
  }

  /// One of some words.
  private record Words<T>(String words, List<String> known, List<T> meanings) implements Kind<T> {
    @Override
    public Optional<T> read(Place place, Object value) {
      int index = value instanceof String word ? known.indexOf(word) : -1;
      if (index >= 0) {
        return Optional.of(meanings.get(index));
      }
      var message = "must be " + words + ", not " + Described.of(value);
      if (value instanceof String word && NearNames.of(word, known).isPresent()) {
        place.unknown(message, word, known);
      } else {
        place.fault(message);
      }
      return Optional.empty();
    }

    @Override
    public Object write(T value) {
      return known.get(meanings.indexOf(value));
    }
  }

  /// A list of values of another kind, none of them twice.
  private record Several<T>(String words, Kind<T> element) implements Kind<List<T>> {
    @Override
    public Optional<List<T>> read(Place place, Object value) {
      if (!(value instanceof List<?> values) || values.size() > LONGEST_LIST) {
        place.fault("must be " + words + ", not " + Described.of(value));
        return Optional.empty();
      }
      var read = new ArrayList<T>();
      var seen = new HashSet<T>();
      for (int i = 0; i < values.size(); i++) {
        var there = place.element(i);
        var one = element.read(there, values.get(i));
        one.ifPresent(read::add);
        if (one.isPresent() && !seen.add(one.get())) {
          there.fault("is there twice: " + Described.of(values.get(i)));
        }
      }
      return read.size() == values.size() ? Optional.of(List.copyOf(read)) : Optional.empty();
    }

    @Override
    public Object write(List<T> values) {
      return values.stream().map(element::write).toList();
    }
  }

  static <T> Kind<T> of(
      String words, Function<Object, Optional<T>> reader, Function<T, Object> writer) {
    return of(words, reader, writer, Described::of);
  }

  /// @param described says what a value is that does not fit
  static <T> Kind<T> of(
      String words,
      Function<Object, Optional<T>> reader,
      Function<T, Object> writer,
      Function<Object, String> described) {
    return new Simple<>(words, reader, writer, described);
  }

  static Kind<String> text(String words, Predicate<String> rule) {
    return of(
        words,
        value ->
            value instanceof String text && rule.test(text) ? Optional.of(text) : Optional.empty(),
        text -> text);
  }

  static Kind<String> text(String words, Pattern pattern) {
    return text(words, pattern.asMatchPredicate());
  }

  /// A text of which a factory makes something, or throws IllegalArgumentException.
  static <T> Kind<T> parsed(String words, Function<String, T> factory) {
    return of(
        words,
        value -> {
          try {
            return value instanceof String text
                ? Optional.of(factory.apply(text))
                : Optional.empty();
          } catch (IllegalArgumentException _) {
            return Optional.empty();
          }
        },
        String::valueOf);
  }

  static Kind<Double> between(int least, int most) {
    return of(
        "a number from " + least + " to " + most,
        value -> finite(value).filter(number -> number >= least && number <= most),
        number -> number);
  }

  static Kind<Integer> whole(int least, int most) {
    return of(
        "a whole number from " + least + " to " + most,
        value ->
            value instanceof Long number && number >= least && number <= most
                ? Optional.of(number.intValue())
                : Optional.empty(),
        Integer::longValue);
  }

  /// What is no whole number of milliseconds is written as one with a fraction, which does not fit.
  private static Kind<Duration> millis(int least, int most) {
    return of(
        "a whole number of milliseconds from " + least + " to " + most,
        value ->
            value instanceof Long number && number >= least && number <= most
                ? Optional.of(Duration.ofMillis(number))
                : Optional.empty(),
        time ->
            time.getNano() % 1_000_000 == 0
                ? (Object) time.toMillis()
                : (Object) (time.getSeconds() * 1e3 + time.getNano() / 1e6));
  }

  /// One of the constants of an enum, spelt in small letters.
  static <E extends Enum<E>> Kind<E> word(Collection<E> constants) {
    return spelt(constants, Kinds::spelt);
  }

  /// One of some values, spelt as a function says.
  static <T> Kind<T> spelt(Collection<T> meanings, Function<T, String> spelling) {
    var known = meanings.stream().map(spelling).toList();
    return new Words<>("one of " + String.join(", ", known), known, List.copyOf(meanings));
  }

  static <E extends Enum<E>> Kind<E> word(Class<E> type) {
    return word(Arrays.asList(type.getEnumConstants()));
  }

  static String spelt(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <T> Kind<List<T>> list(String words, Kind<T> element) {
    return new Several<>(words, element);
  }

  /// Returns those elements of a list that fit by themselves, by their indices.
  ///
  /// @param kind made by [#list]
  static <T> Map<Integer, T> fitting(Kind<List<T>> kind, Object value) {
    var fitting = new LinkedHashMap<Integer, T>();
    if (kind instanceof Several<T>(_, var element) && value instanceof List<?> values) {
      for (int i = 0; i < Math.min(values.size(), LONGEST_LIST); i++) {
        int index = i;
        element
            .read(new Place("", 0, Map.of(), new Findings()), values.get(i))
            .ifPresent(one -> fitting.put(index, one));
      }
    }
    return fitting;
  }

  private static <T> Kind<T> plain(String words, Class<T> type) {
    return of(
        words,
        value -> type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty(),
        value -> value);
  }

  private static boolean isSame(long whole, double number) {
    return BigDecimal.valueOf(whole).compareTo(new BigDecimal(number)) == 0;
  }

  /// Returns a number as a `double`, if it is one that is finite.
  static Optional<Double> finite(Object value) {
    return switch (value) {
      case Long number -> Optional.of(number.doubleValue());
      case Double number when Double.isFinite(number) -> Optional.of(number);
      default -> Optional.empty();
    };
  }
}
