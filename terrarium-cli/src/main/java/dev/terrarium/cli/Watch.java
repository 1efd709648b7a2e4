package dev.terrarium.cli;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.metrics.MetricsJson;
import dev.terrarium.pipeline.metrics.PrometheusMetrics;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.RunMonitor;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.Span;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches a run: serves its metrics while it goes on, and writes them to a file when it has ended.
final class Watch implements AutoCloseable {
  private static final int TRACED = 20;

  private final boolean isTraced;
  private final @Nullable Destination file;
  private final @Nullable MetricsServer server;
  private final PrometheusMetrics metrics;
  private volatile @Nullable RunMonitor run;
  private boolean written;

  private Watch(
      boolean isTraced,
      @Nullable Destination file,
      @Nullable MetricsServer server,
      PrometheusMetrics metrics) {
    this.isTraced = isTraced;
    this.file = file;
    this.server = server;
    this.metrics = metrics;
  }

  /// Opens the file and the port that are asked for, so that those that cannot be had are told
  /// before anything runs.
  static Watch open(PipelineRun.Files files, Terminal terminal) {
    var options = files.watch();
    var metrics = new PrometheusMetrics();
    var port = options.port();
    var file = options.metrics().map(name -> Destination.file("--metrics", name)).orElse(null);
    try {
      var server = port.map(number -> MetricsServer.start(number, metrics)).orElse(null);
      if (server != null) {
        terminal.say("metrics: " + server.address());
      }
      return new Watch(files.report().isPresent(), file, server, metrics);
    } catch (CommandLineException refused) {
      if (file != null) {
        file.close();
      }
      throw refused;
    }
  }

  /// Returns the same pipeline, watched; closely, if a page about the run is asked for.
  Pipeline over(Pipeline pipeline) {
    return (isTraced ? pipeline.traced(TRACED) : pipeline).monitored(this::begin);
  }

  private void begin(RunMonitor monitor) {
    run = monitor;
    metrics.add(monitor);
  }

  /// Returns when the nodes worked on the first items, if a page is asked for.
  List<Span> spans() {
    var monitor = run;
    return monitor == null ? List.of() : monitor.spans();
  }

  /// Returns what the run did, if it began.
  Optional<RunReport> report() {
    return Optional.ofNullable(run).map(RunMonitor::report);
  }

  /// Returns how the worker processes of all nodes are.
  List<WorkerReport> workers() {
    return report().stream()
        .flatMap(report -> report.nodes().stream())
        .flatMap(node -> node.workers().stream())
        .toList();
  }

  /// Writes the file, if one is asked for and the run began.
  ///
  /// @param error what went wrong, if something did
  synchronized void write(Optional<String> error) {
    var monitor = run;
    if (file != null && monitor != null && !written) {
      written = true;
      file.write(MetricsJson.text(monitor, error) + "\n");
      file.commit();
    }
  }

  /// Writes it of a run that does not stop, as far as it has come.
  void writeUnfinished() {
    write(Optional.of("The run was interrupted, and did not stop"));
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (file != null) {
      file.close();
    }
  }
}
