package dev.terrarium.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long each of many runs took.
record Distribution(int runs, double mean, double p50, double p95, double p99, double max) {

  /// The distribution of these values, of which there is at least one.
  static Distribution of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was run");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Distribution(
        sorted.length,
        Arrays.stream(sorted).average().orElseThrow(),
        Spread.at(sorted, 0.5),
        Spread.at(sorted, 0.95),
        Spread.at(sorted, 0.99),
        sorted[sorted.length - 1]);
  }

  /// As an object of a results file.
  Map<String, Object> described() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("runs", runs);
    map.put("mean", mean);
    map.put("p50", p50);
    map.put("p95", p95);
    map.put("p99", p99);
    map.put("max", max);
    return map;
  }
}
