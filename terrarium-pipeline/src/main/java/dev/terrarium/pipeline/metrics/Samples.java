package dev.terrarium.pipeline.metrics;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.WireReport;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one run adds to the metrics.
final class Samples {
  private final String pipeline;
  private final RunReport report;

  Samples(String pipeline, RunReport report) {
    this.pipeline = pipeline;
    this.report = report;
  }

  /// Returns what is summed over runs.
  Map<Series, Long> figures(boolean isRunning) {
    var figures = new LinkedHashMap<Series, Long>();
    var labels = Series.labels("pipeline", pipeline);
    figures.put(new Series(Family.RUNS, "", labels), 1L);
    figures.put(new Series(Family.RUNNING, "", labels), isRunning ? 1L : 0L);
    figures.put(new Series(Family.ITEMS_IN, "", labels), report.itemsIn());
    figures.put(new Series(Family.ITEMS_OUT, "", labels), report.itemsOut());
    figures.put(new Series(Family.TIME, "", labels), report.totalNanos());
    figures.put(new Series(Family.WAIT, "", labels), report.waitNanos());
    figures.put(new Series(Family.DELIVERY, "", labels), report.deliveryNanos());
    report.nodes().forEach(node -> add(node, figures));
    for (var node : report.nodes()) {
      node.workers().forEach(worker -> add(worker, labels(node), isRunning, figures));
    }
    report.wires().forEach(wire -> add(wire, figures));
    return figures;
  }

  private void add(NodeReport node, Map<Series, Long> figures) {
    var labels = labels(node);
    figures.put(new Series(Family.NODE_IN, "", labels), node.itemsIn());
    figures.put(new Series(Family.NODE_OUT, "", labels), node.itemsOut());
    figures.put(new Series(Family.FAILURES, "", labels), node.failures());
    figures.put(new Series(Family.RETRIES, "", labels), node.retries());
    figures.put(new Series(Family.CIRCUITS, "", labels), node.circuitOpenings());
    figures.put(new Series(Family.WORK, "_sum", labels), node.workNanos());
    figures.put(new Series(Family.WORK, "_count", labels), node.itemsIn());
  }

  private static void add(
      WorkerReport worker, String ofNode, boolean isRunning, Map<Series, Long> figures) {
    var labels = ofNode + "," + Series.labels("worker", Integer.toString(worker.number()));
    boolean isThere = isRunning && worker.isThere();
    figures.put(new Series(Family.WORKER_ITEMS, "", labels), worker.items());
    figures.put(new Series(Family.WORKER_CRASHES, "", labels), worker.crashes());
    figures.put(new Series(Family.WORKER_RESTARTS, "", labels), worker.restarts());
    worker
        .cpuNanos()
        .ifPresent(nanos -> figures.put(new Series(Family.WORKER_TIME, "", labels), nanos));
    figures.put(
        new Series(Family.WORKER_MEMORY, "", labels), isThere ? worker.memoryBytes().orElse(0) : 0);
    figures.put(new Series(Family.WORKER_UP, "", labels), isThere ? 1L : 0L);
  }

  /// Two queues between the same nodes, one of them for failed items or by a connection that stands
  /// twice, count together.
  private void add(WireReport wire, Map<Series, Long> figures) {
    var labels =
        Series.labels("pipeline", pipeline, "from", end(wire.from()), "to", end(wire.to()));
    figures.merge(new Series(Family.WIRE_ITEMS, "", labels), wire.items(), Long::sum);
    figures.merge(new Series(Family.DROPPED, "", labels), wire.dropped(), Long::sum);
    figures.merge(new Series(Family.BLOCKED, "", labels), wire.blockedNanos(), Long::sum);
    figures.merge(new Series(Family.DEPTH, "", labels), wire.waiting(), Long::sum);
  }

  /// An end without a node, which Prometheus would take for a label that is not there.
  private static String end(String node) {
    return node.isEmpty() ? "-" : node;
  }

  /// Returns what cannot be summed.
  Map<Series, Long> quantiles() {
    var quantiles = new LinkedHashMap<Series, Long>();
    for (var node : report.nodes()) {
      if (node.itemsIn() > 0) {
        quantiles.put(quantile(node, "0.5"), node.latency().medianNanos());
        quantiles.put(quantile(node, "0.95"), node.latency().p95Nanos());
        quantiles.put(quantile(node, "0.99"), node.latency().p99Nanos());
      }
    }
    return quantiles;
  }

  private Series quantile(NodeReport node, String share) {
    return new Series(Family.WORK, "", labels(node) + ",quantile=\"" + share + "\"");
  }

  private String labels(NodeReport node) {
    return Series.labels("pipeline", pipeline, "node", node.id().value());
  }
}
