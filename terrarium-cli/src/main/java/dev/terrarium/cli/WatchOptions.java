package dev.terrarium.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which a run is watched.
final class WatchOptions {
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--metrics",
      paramLabel = "FILE.json",
      description = "Write what each node and queue did there, as JSON.")
  private @Nullable String metrics;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Serve metrics for Prometheus on that port of this machine while the run goes on; 0 for"
              + " any that is free.")
  private @Nullable Integer port;

  /// Returns the file that the metrics are written to at the end.
  Optional<String> metrics() {
    return Optional.ofNullable(metrics);
  }

  /// Returns the port that metrics are served on.
  Optional<Integer> port() {
    if (port != null && (port < 0 || port > HIGHEST_PORT)) {
      throw new CommandLineException(
          "--metrics-port", "There is no port " + port + ": name one from 0 to 65535.");
    }
    return Optional.ofNullable(port);
  }
}
