package dev.terrarium.broker;

import dev.terrarium.message.ArrayView;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.UpcallRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a script has given with its question; read with the types that the Python side sends.
record Given(Ask ask) {
  private static final double NANOS = 1e9;
  private static final double LONGEST_SECONDS = 365 * 24 * 3600.0;

  @Nullable Object at(int index) {
    return index < ask.arguments().size() ? ask.arguments().get(index) : null;
  }

  long number(int index) throws UpcallRefusal {
    if (at(index) instanceof Number number) {
      return number.longValue();
    }
    throw unfit(index, "a number");
  }

  /// Returns some numbers, none where nothing is given.
  List<Long> numbers(int index) {
    return at(index) instanceof List<?> list
        ? list.stream().filter(Long.class::isInstance).map(Long.class::cast).toList()
        : List.of();
  }

  String text(int index) throws UpcallRefusal {
    if (at(index) instanceof String text) {
      return text;
    }
    throw unfit(index, "a text");
  }

  /// Returns the topic, which follows a handler's number in `on`.
  String path() throws UpcallRefusal {
    return text(ask.name().equals("on") ? 1 : 0);
  }

  /// Returns a map that outlives the question: its arrays are copies.
  ///
  /// @throws UpcallRefusal if it is none, or has keys that are no text, or more than
  ///   [Load#MOST_BYTES]
  Map<String, @Nullable Object> map(int index) throws UpcallRefusal {
    if (!(at(index) instanceof Map<?, ?> map)) {
      throw unfit(index, "a dict");
    }
    Load.require(map);
    return kept(map);
  }

  private static Map<String, @Nullable Object> kept(Map<?, ?> map) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    map.forEach((key, value) -> kept.put((String) key, kept(value)));
    return kept;
  }

  private static @Nullable Object kept(@Nullable Object value) {
    return switch (value) {
      case ArrayView array -> Plain.copy(array);
      case Map<?, ?> map -> kept(map);
      case List<?> list -> {
        List<@Nullable Object> kept = new ArrayList<>();
        list.forEach(element -> kept.add(kept(element)));
        yield kept;
      }
      case null, default -> value;
    };
  }

  /// Returns how often a handler wants messages, which is never more often than it may have them.
  Exposure.Seen throttle(int index, Exposure.Seen allowed) throws UpcallRefusal {
    if (!(at(index) instanceof Map<?, ?> options)) {
      return allowed;
    }
    Duration every = allowed.every();
    if (options.get("every") instanceof Number seconds) {
      var asked = duration("every", seconds.doubleValue());
      every = asked.compareTo(every) > 0 ? asked : every;
    }
    boolean trailing =
        options.get("trailing") instanceof Boolean asked ? asked : allowed.trailing();
    return new Exposure.Seen(allowed.path(), every, trailing, allowed.bounds());
  }

  private static Duration duration(String what, double seconds) throws UpcallRefusal {
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw new UpcallRefusal(
          "invalid_argument",
          "%s is a number of seconds from 0 to a year, not %s".formatted(what, seconds),
          Map.of("field", what));
    }
    return Duration.ofNanos((long) (seconds * NANOS));
  }

  private UpcallRefusal unfit(int index, String expected) {
    return new UpcallRefusal(
        "invalid_argument",
        "argument %d of '%s' is %s, got %s"
            .formatted(index, ask.name(), expected, Plain.kind(at(index))),
        Map.of("argument", index));
  }
}
