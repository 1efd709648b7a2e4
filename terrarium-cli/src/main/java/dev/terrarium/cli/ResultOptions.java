package dev.terrarium.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where the result goes, and how it looks.
final class ResultOptions {
  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the result there, once it is complete.")
  private @Nullable String output;

  @Option(
      names = "--sinks",
      description = "Print an object from each sink to its outputs; in a stream, to each output.")
  private boolean sinks;

  /// Returns the file for the result; otherwise it goes to standard output.
  Optional<String> output() {
    return Optional.ofNullable(output);
  }

  /// Whether each output is told with its sink.
  boolean bySink() {
    return sinks;
  }
}
