package dev.terrarium.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A stretch of a recording that the outputs tell of, in seconds.
///
/// @param level its level in dB, if one is told
record Segment(double start, double end, OptionalDouble level) {
  double seconds() {
    return end - start;
  }

  /// Finds the segments among the outputs: objects with a `start` and an `end`, by themselves, in a
  /// list, or in a list that an object holds.
  static List<Segment> among(List<?> outputs) {
    var found = new ArrayList<Segment>();
    outputs.forEach(output -> collect(output, found));
    found.sort(Comparator.comparingDouble(Segment::start));
    return List.copyOf(found);
  }

  private static void collect(@Nullable Object value, List<Segment> found) {
    switch (value) {
      case Map<?, ?> map
          when map.get("start") instanceof Number start && map.get("end") instanceof Number end ->
          add(start.doubleValue(), end.doubleValue(), map.get("level_db"), found);
      case Map<?, ?> map -> map.values().forEach(inner -> collectAll(inner, found));
      case null, default -> collectAll(value, found);
    }
  }

  private static void collectAll(@Nullable Object value, List<Segment> found) {
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map && map.containsKey("start")) {
          collect(map, found);
        }
      }
    }
  }

  private static void add(double start, double end, @Nullable Object level, List<Segment> found) {
    if (Double.isFinite(start) && Double.isFinite(end) && 0 <= start && start < end) {
      var decibels =
          level instanceof Number number && Double.isFinite(number.doubleValue())
              ? OptionalDouble.of(number.doubleValue())
              : OptionalDouble.empty();
      found.add(new Segment(start, end, decibels));
    }
  }
}
