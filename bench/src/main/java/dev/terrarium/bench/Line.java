package dev.terrarium.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A row as text: what both tables, on the terminal and in the documents, are made of.
///
/// @param ours the median, with a unit
/// @param floor the same of C
/// @param ratio the median of the rounds' ratios, with the tenth and the ninetieth percentile
/// @param met whether the promise was kept, if one was made and could be judged
record Line(
    String title, String ours, String floor, String ratio, String target, Optional<Boolean> met) {

  /// The row of a results file.
  static Line of(Map<String, Object> row) {
    String title = String.valueOf(row.get("title"));
    String target = String.valueOf(row.get("target"));
    if (row.get("missing") instanceof String reason) {
      return new Line(title, reason, "", "", target, Optional.empty());
    }
    String ours =
        row.get("text") instanceof String text
            ? text
            : median(row.get("ours")).map(Numbers::time).orElse("");
    return new Line(
        title,
        ours,
        median(row.get("c")).map(Numbers::time).orElse(""),
        row.get("ratio") instanceof Map<?, ?> ratio ? ratio(ratio) : "",
        target,
        Optional.ofNullable((Boolean) row.get("met")));
  }

  /// The rows of a results file.
  static List<Line> all(Map<String, Object> document) {
    return rows(document).stream().map(Line::of).toList();
  }

  /// Those of them that promise something, and those of the start.
  static List<Line> promises(Map<String, Object> document) {
    return rows(document).stream()
        .filter(row ->
            !"".equals(row.get("target")) || String.valueOf(row.get("id")).startsWith("start"))
        .map(Line::of)
        .toList();
  }

  @SuppressWarnings("unchecked") // a results file is written by Results
  private static List<Map<String, Object>> rows(Map<String, Object> document) {
    return (List<Map<String, Object>>) document.getOrDefault("rows", List.of());
  }

  String verdict() {
    return met.map(kept -> kept ? "met" : "MISSED").orElse("");
  }

  private static Optional<Double> median(@org.jspecify.annotations.Nullable Object spread) {
    return spread instanceof Map<?, ?> map && map.get("p50") instanceof Double nanos
        ? Optional.of(nanos)
        : Optional.empty();
  }

  private static String ratio(Map<?, ?> spread) {
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        (Double) spread.get("p50"),
        (Double) spread.get("p10"),
        (Double) spread.get("p90"));
  }
}
