package dev.terrarium.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures a row in rounds: our side for some milliseconds, the other side for as long, and again.
///
/// What disturbs the machine for longer than a round disturbs both sides alike, so what they are
/// compared by is the median of the rounds' own ratios. A slow run is a round by itself; rows of
/// such have fewer rounds.
final class Rounds {
  private static final double SLICE_NANOS = 5e6;
  private static final int FEWEST = 20;
  private static final long LONG_ENOUGH_NANOS = 5_000_000_000L;
  private static final int MOST_RUNS = 20_000;

  /// How many times as long as its own time a side may take to warm up, on a busy machine or
  /// asleep.
  private static final int PATIENCE = 5;

  private final Contest contest;
  private final Duration warmUp;
  private final int rounds;
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> beside = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();

  /// @param warmUp how long our side runs before it is measured, in time of its own; the other
  ///   side, a quarter of it
  /// @param rounds the most there are
  Rounds(Contest contest, Duration warmUp, int rounds) {
    this.contest = contest;
    this.warmUp = warmUp;
    this.rounds = rounds;
  }

  /// Returns the figures as they stand in a results file.
  Map<String, Object> play() throws Exception {
    int runs = warm(contest.ours(), warmUp);
    Optional<Contender> other = contest.beside();
    int otherRuns = other.isPresent() ? warm(other.get(), warmUp.dividedBy(4)) : 0;
    long start = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      if (round >= FEWEST && System.nanoTime() - start > LONG_ENOUGH_NANOS) {
        break;
      }
      double mean = slice(contest.ours(), runs, ours);
      if (other.isPresent()) {
        ratios.add(mean / slice(other.get(), otherRuns, beside));
      }
    }
    return figures();
  }

  private double slice(Contender side, int runs, List<Double> all) throws Exception {
    long[] nanos = side.nanos(runs);
    for (long each : nanos) {
      all.add(each / contest.load().share());
    }
    return mean(nanos);
  }

  /// Runs a side until it is warm; returns how often it runs in a slice.
  private static int warm(Contender side, Duration time) throws Exception {
    long own = side.worked() + time.toNanos();
    long latest = System.nanoTime() + time.toNanos() * PATIENCE;
    double each = mean(side.nanos(1));
    do {
      each = mean(side.nanos(count(each)));
    } while (side.worked() < own && System.nanoTime() < latest);
    return count(each);
  }

  private static int count(double nanos) {
    return (int) Math.clamp(SLICE_NANOS / nanos, 1, MOST_RUNS);
  }

  private static double mean(long[] nanos) {
    return Arrays.stream(nanos).average().orElseThrow();
  }

  private Map<String, Object> figures() {
    Map<String, Object> row = new LinkedHashMap<>();
    Distribution distribution = Distribution.of(array(ours));
    Optional<Spread> ratio =
        ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(array(ratios)));
    if (!(contest.promise() instanceof Promise.Nothing)) {
      double times = ratio.map(Spread::p50).orElse(Double.NaN);
      row.put("met", contest.promise().isKept(distribution, times));
    }
    double items = contest.load().each() ? 1 : contest.load().items();
    row.put("items_per_second", Math.rint(items / distribution.mean() * 1e9));
    row.put("ours", distribution.described());
    if (ratio.isPresent()) {
      row.put("beside", Distribution.of(array(beside)).described());
      row.put("ratio", Results.spread(ratio.get()));
    }
    return row;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
