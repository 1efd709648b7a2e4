package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The results file of one run, in the making.
///
/// All times are nanoseconds for one. A spread is an object of `rounds`, `p10`, `p50`, `p90`,
/// `p99`, `max`.
final class Results {
  private final Map<String, Object> document = new LinkedHashMap<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /// @param command the command line that measured
  /// @param surroundings what [Surroundings] says
  Results(String command, Map<String, Object> surroundings) {
    document.put("command", command);
    document.putAll(surroundings);
    document.put("rows", rows);
  }

  void add(Outcome outcome) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", outcome.row().id());
    row.put("title", outcome.row().title());
    row.put("target", outcome.row().target().toString());
    switch (outcome) {
      case Outcome.Measured measured -> put(row, measured);
      case Outcome.Unmeasured(Row _, String reason) -> row.put("missing", reason);
    }
    rows.add(row);
  }

  /// Adds a row that JMH had no part in.
  void add(Map<String, Object> row) {
    rows.add(row);
  }

  Map<String, Object> document() {
    return document;
  }

  private static void put(Map<String, Object> row, Outcome.Measured measured) {
    measured.met().ifPresent(met -> row.put("met", met));
    row.put("ours", spread(measured.ours()));
    put(row, "c", measured.floor());
    put(row, "ratio", measured.ratio());
    row.put("fork_medians", measured.forks());
    row.put("java_bytes", measured.bytes());
  }

  private static void put(Map<String, Object> row, String key, Optional<Spread> spread) {
    spread.ifPresent(present -> row.put(key, spread(present)));
  }

  static Map<String, Object> spread(Spread spread) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rounds", spread.rounds());
    map.put("p10", spread.p10());
    map.put("p50", spread.p50());
    map.put("p90", spread.p90());
    map.put("p99", spread.p99());
    map.put("max", spread.max());
    return map;
  }
}
