package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a row of a loop with real-time scheduling promises.
///
/// @param longest the longest gap that it may have, ns
record LoopPromise(double longest) {
  /// What the peers' native loop has published as its longest gap.
  private static final double LONGEST = 1.3e6;

  private static final double ABOVE_FLOOR = 0.3e6;
  private static final double LONGEST_P999 = 1.1e6;
  private static final double OFF_PERCENT = 0.1;

  /// On a machine whose own longest gap is this, ns.
  static LoopPromise above(double floor) {
    return new LoopPromise(Math.max(LONGEST, floor + ABOVE_FLOOR));
  }

  /// Returns which parts of it a row misses, and where C that ran beside it misses the same.
  List<String> missed(Map<?, ?> row) {
    List<String> missed = new ArrayList<>();
    if (!(Math.abs(LoopTable.number(row, "cycles_percent") - 100) <= OFF_PERCENT)) {
      missed.add(asC("cycles", 100 - LoopTable.witnessed(row, "cycles_percent") > OFF_PERCENT));
    }
    if (!(LoopTable.gap(row, "p999") <= LONGEST_P999)) {
      missed.add(asC("P99.9", LoopTable.witnessed(row, "p999") > LONGEST_P999));
    }
    if (!(LoopTable.gap(row, "max") <= longest)) {
      missed.add("longest");
    }
    if (!(row.get("reflexes") instanceof Number reflexes && reflexes.intValue() == 0)) {
      missed.add("reflex");
    }
    return missed;
  }

  private static String asC(String part, boolean isMissedByC) {
    return isMissedByC ? part + ", as C does" : part;
  }

  /// As a row of the table tells it.
  String words() {
    return String.format(
        Locale.ROOT,
        "cycles ± 0.1 %%, P99.9 ≤ 1.1 ms, longest ≤ %.2f ms, no reflex",
        longest / 1e6);
  }
}
