package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rows of a results file of loops, in the making.
///
/// What a row with real-time scheduling promises depends on the longest gap of the C program that
/// ran beside it; where none did, on that of the rows of C, which may be measured later: so it is
/// judged at the end.
final class LoopRows {
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /// Looks for what stands in a row.
  @FunctionalInterface
  interface Search {
    Map<String, Object> find() throws Exception;
  }

  /// Measures a row.
  ///
  /// @param side what was measured, such as `C`
  /// @param title what happened meanwhile
  void add(String id, String side, String title, Search search) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("side", side);
    row.put("title", title);
    System.err.print(id + " … ");
    System.err.flush();
    try {
      long stolen = Processor.stolenMillis();
      row.putAll(search.find());
      row.put("stolen_ms", Processor.stolenMillis() - stolen);
    } catch (Exception failure) {
      row.put("missing", "it failed: " + failure.getMessage());
    }
    System.err.println(LoopTable.brief(row));
    rows.add(row);
  }

  /// Marks the last row as one that promises to be undisturbed.
  void promiseLast() {
    rows.getLast().put("promises", true);
  }

  /// Marks the last row as one of those that the machine itself has.
  void floorLast() {
    rows.getLast().put("floor", true);
  }

  /// Returns the rows, judged.
  List<Map<String, Object>> judged() {
    double floor = floor();
    for (Map<String, Object> row : rows) {
      if (row.remove("promises") != null) {
        double beside = LoopTable.witnessed(row, "max");
        LoopPromise promise = LoopPromise.above(Double.isNaN(beside) ? floor : beside);
        row.put("target", promise.words());
        row.put("met", promise.missed(row).isEmpty());
      }
    }
    return rows;
  }

  /// The longest gap of the C program with real-time scheduling, ns; 0 if it was not measured.
  private double floor() {
    return rows.stream()
        .filter(row -> row.remove("floor") != null)
        .mapToDouble(row -> LoopTable.gap(row, "max"))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }
}
