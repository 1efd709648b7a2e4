package dev.terrarium.cli;

import dev.terrarium.pipeline.metrics.MetricsJson;
import dev.terrarium.pipeline.metrics.PrometheusMetrics;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.RunMonitor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches a run: serves its metrics while it goes on, and writes them to a file when it has ended.
final class Watch implements AutoCloseable {
  private final @Nullable Destination file;
  private final @Nullable MetricsServer server;
  private final PrometheusMetrics metrics;
  private volatile @Nullable RunMonitor run;

  private Watch(
      @Nullable Destination file, @Nullable MetricsServer server, PrometheusMetrics metrics) {
    this.file = file;
    this.server = server;
    this.metrics = metrics;
  }

  /// Opens the file and the port that are asked for, so that those that cannot be had are told
  /// before anything runs.
  static Watch open(WatchOptions options, Terminal terminal) {
    var metrics = new PrometheusMetrics();
    var port = options.port();
    var file = options.metrics().map(name -> Destination.file("--metrics", name)).orElse(null);
    try {
      var server = port.map(number -> MetricsServer.start(number, metrics)).orElse(null);
      if (server != null) {
        terminal.say("metrics: " + server.address());
      }
      return new Watch(file, server, metrics);
    } catch (CommandLineException refused) {
      if (file != null) {
        file.close();
      }
      throw refused;
    }
  }

  /// Returns the same pipeline, watched, if that is asked for.
  Pipeline over(Pipeline pipeline) {
    return file == null && server == null ? pipeline : pipeline.monitored(this::begin);
  }

  private void begin(RunMonitor monitor) {
    run = monitor;
    metrics.add(monitor);
  }

  /// Writes the file, if one is asked for and the run began.
  ///
  /// @param error what went wrong, if something did
  void write(Optional<String> error) {
    var monitor = run;
    if (file != null && monitor != null) {
      file.write(MetricsJson.text(monitor, error) + "\n");
      file.commit();
    }
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
