package dev.terrarium.pipeline.metrics;

import java.math.BigDecimal;
import java.util.Locale;

/// The metrics there are, in the order in which they are written.
enum Family {
  RUNS("pipeline_runs_total", Kind.COUNTER, Unit.COUNT, "Runs that began."),
  RUNNING("pipeline_running", Kind.GAUGE, Unit.COUNT, "Runs that are under way."),
  ITEMS_IN("pipeline_items_in_total", Kind.COUNTER, Unit.COUNT, "Items read from the input."),
  ITEMS_OUT("pipeline_items_out_total", Kind.COUNTER, Unit.COUNT, "Items that left the pipeline."),
  TIME("pipeline_seconds_total", Kind.COUNTER, Unit.NANOS, "Time that runs took."),
  WAIT("pipeline_input_wait_seconds_total", Kind.COUNTER, Unit.NANOS, "Time spent reading input."),
  DELIVERY(
      "pipeline_delivery_seconds_total",
      Kind.COUNTER,
      Unit.NANOS,
      "Time that the consumer of the output took."),
  NODE_IN("node_items_in_total", Kind.COUNTER, Unit.COUNT, "Items that a node took."),
  NODE_OUT("node_items_out_total", Kind.COUNTER, Unit.COUNT, "Items that a node emitted."),
  FAILURES("node_failures_total", Kind.COUNTER, Unit.COUNT, "Items that a node failed on."),
  RETRIES("node_retries_total", Kind.COUNTER, Unit.COUNT, "Attempts beyond the first."),
  CIRCUITS(
      "node_circuit_openings_total",
      Kind.COUNTER,
      Unit.COUNT,
      "Times that a node's circuit opened."),
  WORK(
      "node_work_seconds",
      Kind.SUMMARY,
      Unit.NANOS,
      "Time in a node itself; quantiles are of the run that began last."),
  WORKER_ITEMS("worker_items_total", Kind.COUNTER, Unit.COUNT, "Items that a worker process took."),
  WORKER_CRASHES(
      "worker_crashes_total", Kind.COUNTER, Unit.COUNT, "Times that a worker process crashed."),
  WORKER_RESTARTS(
      "worker_restarts_total",
      Kind.COUNTER,
      Unit.COUNT,
      "Times that a worker process was started in the place of another."),
  WORKER_TIME(
      "worker_cpu_seconds_total",
      Kind.COUNTER,
      Unit.NANOS,
      "Processor time that worker processes took."),
  WORKER_MEMORY(
      "worker_memory_bytes", Kind.GAUGE, Unit.COUNT, "What a worker process has in memory."),
  WORKER_UP("worker_up", Kind.GAUGE, Unit.COUNT, "Worker processes that are there for a run."),
  WIRE_ITEMS("wire_items_total", Kind.COUNTER, Unit.COUNT, "Items put into a queue."),
  DROPPED("wire_dropped_total", Kind.COUNTER, Unit.COUNT, "Items that a queue dropped."),
  BLOCKED("wire_blocked_seconds_total", Kind.COUNTER, Unit.NANOS, "Time spent waiting for room."),
  DEPTH("wire_depth", Kind.GAUGE, Unit.COUNT, "Items that wait in a queue.");

  private final String title;
  private final Kind kind;
  private final Unit unit;
  private final String help;

  Family(String name, Kind kind, Unit unit, String help) {
    this.title = "terrarium_" + name;
    this.kind = kind;
    this.unit = unit;
    this.help = help;
  }

  /// What a metric is to Prometheus.
  enum Kind {
    /// It never falls.
    COUNTER,
    /// It rises and falls.
    GAUGE,
    /// Quantiles, a sum and a count; the two never fall.
    SUMMARY
  }

  private enum Unit {
    COUNT,
    NANOS
  }

  String title() {
    return title;
  }

  /// Whether it tells how things are, and not what was done so far.
  boolean isOfTheMoment() {
    return kind == Kind.GAUGE;
  }

  /// Returns the lines that introduce it.
  String head() {
    return "# HELP %s %s\n# TYPE %s %s\n"
        .formatted(title, help, title, kind.name().toLowerCase(Locale.ROOT));
  }

  /// Writes a value: times in seconds.
  String text(long value) {
    return unit == Unit.COUNT ? Long.toString(value) : seconds(value).toPlainString();
  }

  /// Returns nanoseconds as seconds, exactly.
  static BigDecimal seconds(long nanos) {
    return nanos == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
  }
}
