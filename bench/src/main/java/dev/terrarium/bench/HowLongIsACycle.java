package dev.terrarium.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long does one cycle of the simulated arm take, and what does it allocate?
final class HowLongIsACycle {
  private static final double PROMISED_NANOS = 50e3;

  private HowLongIsACycle() {}

  static void measure(LoopRows rows) {
    rows.add(
        "cycle",
        "Terrarium",
        "one simulated cycle: dynamics, operational-space law, limits, board, ring",
        () -> {
          try (LoopProcess process =
              LoopProcess.start(List.of(), LoopFlags.CHOSEN, CycleCost.class, List.of())) {
            return row(process.end());
          }
        });
  }

  private static Map<String, Object> row(Map<String, String> found) throws IOException {
    double p99 = number(found, "at_0.99");
    double bytes = number(found, "bytes");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", "P99 ≤ 50 µs, 0 bytes");
    row.put("met", p99 <= PROMISED_NANOS && bytes == 0);
    row.put(
        "text",
        "P50 %s, P99 %s, P99.9 %s; %.0f bytes in %.0f cycles"
            .formatted(
                Numbers.brief(number(found, "at_0.5")),
                Numbers.brief(p99),
                Numbers.brief(number(found, "at_0.999")),
                bytes,
                number(found, "cycles")));
    row.put("process", found);
    return row;
  }

  /// A number that a process has told.
  static double number(Map<String, String> found, String key) throws IOException {
    String value = found.get(key);
    if (value == null) {
      throw new IOException("the process did not tell " + key + ": it told " + found);
    }
    return Double.parseDouble(value);
  }
}
