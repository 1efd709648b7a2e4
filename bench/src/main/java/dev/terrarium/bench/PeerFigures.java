package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The results file of a comparison, read.
record PeerFigures(Map<String, Object> document) {
  /// The sides that are no bridges.
  private static final List<String> NO_BRIDGES =
      List.of("terrarium", "terrarium-attached", "cpython", "c");

  /// One side.
  record Side(String id, String title, String version) {
    boolean isBridge() {
      return !NO_BRIDGES.contains(id);
    }
  }

  /// What one side needs for one row.
  ///
  /// @param nanos the median of its rounds
  /// @param times the median of the rounds' ratios to Terrarium's
  record Figure(double nanos, OptionalDouble times) {}

  /// One row.
  record Line(String id, String title, Map<?, ?> figures, Map<?, ?> missing) {

    Optional<Figure> figure(Side side) {
      if (!(figures.get(side.id()) instanceof Map<?, ?> figure)
          || !(figure.get("p50") instanceof Double nanos)) {
        return Optional.empty();
      }
      return Optional.of(
          new Figure(
              nanos,
              figure.get("times") instanceof Double times
                  ? OptionalDouble.of(times)
                  : OptionalDouble.empty()));
    }

    /// Why there is no figure, or nothing where that needs no reason.
    String reason(Side side) {
      return missing.get(side.id()) instanceof String reason ? reason : "";
    }
  }

  static boolean isOne(Map<String, Object> document) {
    return document.containsKey("peers");
  }

  List<Side> sides() {
    return objects("peers")
        .map(side -> new Side(text(side, "id"), text(side, "title"), text(side, "version")))
        .toList();
  }

  List<Line> lines() {
    return objects("rows")
        .map(row ->
            new Line(text(row, "id"), text(row, "title"), map(row, "figures"), map(row, "missing")))
        .toList();
  }

  /// What Terrarium loses: each row with the bridges that are faster.
  List<String> losses() {
    List<String> losses = new ArrayList<>();
    for (Line line : lines()) {
      for (Side side : sides()) {
        line.figure(side)
            .filter(figure -> side.isBridge() && figure.times().orElse(1) < 1)
            .ifPresent(figure ->
                losses.add(
                    "%s (%s in %s of our time)"
                        .formatted(
                            line.title(),
                            side.title(),
                            Numbers.percent(figure.times().getAsDouble()))));
      }
    }
    return losses;
  }

  private Stream<Map<?, ?>> objects(String name) {
    return document.get(name) instanceof List<?> list
        ? list.stream().map(each -> (Map<?, ?>) each)
        : Stream.empty();
  }

  private static String text(Map<?, ?> map, String name) {
    return String.valueOf(map.get(name));
  }

  private static Map<?, ?> map(Map<?, ?> map, String name) {
    return map.get(name) instanceof Map<?, ?> inner ? inner : Map.of();
  }
}
