package dev.terrarium.bench;

import java.util.List;
import java.util.Optional;

/// What became of a row.
sealed interface Outcome {
  Row row();

  /// It was measured.
  ///
  /// @param ours nanoseconds for one, over all rounds of all forks (of single calls for a row
  ///   without C)
  /// @param floor the same of the C side, each the mean of before and after
  /// @param ratio of each round, ours over C's
  /// @param forks the median of each fork, ours: what the JIT compiler did differently shows here
  /// @param bytes that one call allocated on the Java heap
  record Measured(
      Row row,
      Spread ours,
      Optional<Spread> floor,
      Optional<Spread> ratio,
      List<Double> forks,
      double bytes)
      implements Outcome {

    /// Whether the row kept its promise; empty if it made none, or if there was no C to compare
    /// with.
    Optional<Boolean> met() {
      return switch (row.target()) {
        case Target.TimesC(double most) -> ratio.map(spread -> spread.p50() <= most);
        case Target.Under(double nanos) -> Optional.of(ours.p50() < nanos);
        case Target.Nothing() -> Optional.empty();
      };
    }
  }

  /// It was not; the reason is a sentence.
  record Unmeasured(Row row, String reason) implements Outcome {}
}
