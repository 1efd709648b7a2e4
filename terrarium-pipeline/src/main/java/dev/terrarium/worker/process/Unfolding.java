package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts what values hold, as one who walks through them meets it: what is in several places, in
/// each of them. So a value of few bytes that would keep a walker busy for ever is found out.
final class Unfolding {
  private final int most;
  private int left;

  /// @param most how many elements it counts before it refuses
  Unfolding(int most) {
    this.most = most;
    this.left = most;
  }

  /// Whether a value holds others.
  static boolean hasParts(@Nullable Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?> || value instanceof Set<?>;
  }

  /// Counts what a value holds.
  ///
  /// @throws ConversionFault if that is too much, or goes too deep
  void count(@Nullable Object value) {
    count(value, 0);
  }

  /// Counts what a key holds, before its hash is asked for.
  void countKey(@Nullable Object key) {
    if (hasParts(key)) {
      count(key, 0);
    }
  }

  private void count(@Nullable Object value, int depth) {
    if (depth >= PickleWriter.DEEPEST && hasParts(value)) {
      throw PickleWriter.tooDeep();
    }
    if (left-- <= 0) {
      throw new ConversionFault(
          "$", "the value has more than " + most + " elements, since it holds the same often");
    }
    switch (value) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          count(list.get(i), depth + 1, "[" + i + "]");
        }
      }
      case Set<?> set -> set.forEach(element -> count(element, depth + 1));
      case Map<?, ?> map ->
          map.forEach((key, element) -> {
            count(key, depth + 1, Settled.step(key));
            count(element, depth + 1, Settled.step(key));
          });
      case null, default -> {}
    }
  }

  private void count(@Nullable Object value, int depth, String step) {
    if (hasParts(value)) {
      try {
        count(value, depth);
      } catch (ConversionFault fault) {
        throw fault.under(step);
      }
    } else {
      left--;
    }
  }
}
