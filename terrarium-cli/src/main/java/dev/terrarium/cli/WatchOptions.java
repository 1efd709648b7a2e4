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

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write down what enters and leaves each node; replay runs it again.")
  private @Nullable String recording;

  @Option(
      names = "--record-limit",
      paramLabel = "BYTES",
      description = "How large a recording may become, by default 100 MB; the rest is counted.")
  private long recordLimit = 100_000_000;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Write where the run spent its time in Java and in Python: a flame graph (.svg, .html) or"
              + " its stacks as text (.folded, .txt).")
  private @Nullable String profile;

  /// Returns the file for the profile.
  Optional<String> profile() {
    return Optional.ofNullable(profile);
  }

  /// Returns the file that the run is recorded to.
  Optional<String> recording() {
    return Optional.ofNullable(recording);
  }

  /// Returns how many bytes the recording may have.
  long recordLimit() {
    return recordLimit;
  }

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
