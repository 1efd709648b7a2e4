package dev.terrarium.pipeline.metrics;

import dev.terrarium.pipeline.run.RunMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The runs of a program as Prometheus reads them, to be served wherever the program serves.
///
/// `pipeline.monitored(metrics::add)` adds all runs of a pipeline. Runs of pipelines of one name
/// count together, and what has ended stays counted, so that counters never fall. Safe to use from
/// any thread.
public final class PrometheusMetrics {
  /// The content type of the text, version 0.0.4 of the format.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final List<RunMonitor> runs = new ArrayList<>();
  private final Map<Series, Long> ended = new HashMap<>();
  private final Map<Series, Long> told = new LinkedHashMap<>();

  /// Adds a run.
  public synchronized void add(RunMonitor run) {
    retire();
    runs.add(run);
  }

  /// Writes how things are now.
  ///
  /// @throws IOException if `out` throws it
  public void write(Appendable out) throws IOException {
    for (var entry : lines().entrySet()) {
      out.append(entry.getKey().head()).append(entry.getValue());
    }
  }

  private synchronized Map<Family, StringBuilder> lines() {
    var now = new LinkedHashMap<>(told);
    now.replaceAll((series, _) -> ended.getOrDefault(series, 0L));
    var quantiles = new LinkedHashMap<Series, Long>();
    for (var run : runs) {
      boolean isRunning = !run.hasEnded();
      var samples = new Samples(run.pipeline(), run.report());
      samples.figures(isRunning).forEach((series, value) -> now.merge(series, value, Long::sum));
      quantiles.putAll(samples.quantiles());
    }
    now.replaceAll(this::neverFalling);
    told.putAll(now);
    var lines = new EnumMap<Family, StringBuilder>(Family.class);
    quantiles.forEach((series, value) -> line(lines, series, value));
    now.forEach((series, value) -> line(lines, series, value));
    return lines;
  }

  private static void line(Map<Family, StringBuilder> lines, Series series, long value) {
    lines.computeIfAbsent(series.family(), _ -> new StringBuilder()).append(series.line(value));
  }

  /// Times are estimates where items are quick, and those may fall.
  private long neverFalling(Series series, long value) {
    return series.family().isOfTheMoment() ? value : Math.max(value, told.getOrDefault(series, 0L));
  }

  /// Keeps the sums of runs that have ended, and lets go of the runs.
  private void retire() {
    for (var each = runs.iterator(); each.hasNext(); ) {
      var run = each.next();
      if (run.hasEnded()) {
        new Samples(run.pipeline(), run.report())
            .figures(false)
            .forEach((series, value) -> ended.merge(series, value, Long::sum));
        each.remove();
      }
    }
  }
}
