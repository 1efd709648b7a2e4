package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/// Measures rows: JMH forks a JVM, warms it up, times the Java side, and [Twin] runs C around every
/// iteration.
///
/// ```
/// fork 1   warm-up … | C 2.5 ms, Java 10 ms, C 2.5 ms | C, Java, C | …     each | | is a round
/// fork 2   …
/// ```
///
/// The figure of a side is the median over the rounds of all forks. The ratio is the median of the
/// rounds' own ratios and not the ratio of the medians, because the machine's drift is the same
/// within a round. JMH chooses the mode of a row: average time for rows with a C side, sample time
/// (a histogram of single calls) for the others.
final class Measurement {
  private final Installation installation;
  private final FloorBuild floor;
  private final Effort effort;

  Measurement(Installation installation, FloorBuild floor, Effort effort) {
    this.installation = installation;
    this.floor = floor;
    this.effort = effort;
  }

  Outcome measure(Row row) {
    if (row.needsNumpy() && installation.numpy().isEmpty()) {
      return new Outcome.Unmeasured(row, "This Python has no NumPy.");
    }
    try {
      Collection<RunResult> results = new Runner(options(row)).run();
      return results.isEmpty()
          ? new Outcome.Unmeasured(row, "JMH measured nothing.")
          : outcome(row, results.iterator().next());
    } catch (RunnerException e) {
      return new Outcome.Unmeasured(row, "The measurement failed: " + e.getMessage());
    }
  }

  /// The arguments of the JVM that measures a row: those of the launcher, a fixed heap, and the
  /// kind of thread that the row is about.
  static List<String> arguments(Row row) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmx512m"));
    if (Processor.hasAvx512()) {
      arguments.add("-XX:UseAVX=2");
    }
    arguments.addAll(row.caller().arguments());
    return arguments;
  }

  private ChainedOptionsBuilder sized(Row row) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(row.benchmark()) + "$")
        .forks(effort.forks())
        .warmupIterations(effort.warmups())
        .warmupTime(TimeValue.milliseconds(Effort.WARMUP_MILLIS))
        .measurementIterations(effort.rounds())
        .measurementTime(TimeValue.milliseconds(Effort.ROUND_MILLIS))
        .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
        .mode(row.floor().isPresent() ? Mode.AverageTime : Mode.SampleTime);
  }

  private org.openjdk.jmh.runner.options.Options options(Row row) {
    List<String> arguments = new ArrayList<>(arguments(row));
    Optional.ofNullable(System.getProperty("terrarium.bundled"))
        .ifPresent(folder -> arguments.add("-Dterrarium.bundled=" + folder));
    String library =
        switch (floor) {
          case FloorBuild.Built(var path, String _) -> path.toString();
          case FloorBuild.Missing(String _) -> "";
        };
    return sized(row)
        .param("chosen", Choice.of(installation))
        .param("library", library)
        .jvmArgs(arguments.toArray(String[]::new))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static Outcome outcome(Row row, RunResult result) {
    double bytes = secondary(result.getSecondaryResults().get("gc.alloc.rate.norm"));
    if (row.floor().isEmpty()) {
      Statistics histogram = result.getPrimaryResult().getStatistics();
      return new Outcome.Measured(
          row, spread(histogram), Optional.empty(), Optional.empty(), medians(result), bytes);
    }
    List<Round> rounds = rounds(result);
    boolean paired = rounds.stream().noneMatch(round -> Double.isNaN(round.floor()));
    return new Outcome.Measured(
        row,
        Spread.of(rounds.stream().mapToDouble(Round::ours).toArray()),
        paired
            ? Optional.of(Spread.of(rounds.stream().mapToDouble(Round::floor).toArray()))
            : Optional.empty(),
        paired
            ? Optional.of(Spread.of(rounds.stream().mapToDouble(Round::ratio).toArray()))
            : Optional.empty(),
        medians(result),
        bytes);
  }

  private static List<Round> rounds(RunResult result) {
    List<Round> rounds = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        double before = secondary(iteration.getSecondaryResults().get("before"));
        double after = secondary(iteration.getSecondaryResults().get("after"));
        rounds.add(new Round(iteration.getPrimaryResult().getScore(), (before + after) / 2));
      }
    }
    return rounds;
  }

  private static List<Double> medians(RunResult result) {
    return result.getBenchmarkResults().stream()
        .map(fork -> fork.getPrimaryResult().getStatistics().getPercentile(50))
        .toList();
  }

  private static Spread spread(Statistics histogram) {
    return new Spread(
        (int) Math.min(histogram.getN(), Integer.MAX_VALUE),
        histogram.getPercentile(10),
        histogram.getPercentile(50),
        histogram.getPercentile(90),
        histogram.getPercentile(99),
        histogram.getMax());
  }

  private static double secondary(@org.jspecify.annotations.Nullable Result<?> result) {
    return result == null ? Double.NaN : result.getScore();
  }

  private record Round(double ours, double floor) {
    double ratio() {
      return ours / floor;
    }
  }
}
