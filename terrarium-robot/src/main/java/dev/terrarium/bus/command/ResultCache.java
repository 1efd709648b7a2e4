package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Outcomes of executions that are over, for who asks later: each is given once.
///
/// Time is an argument, in nanoseconds of any clock. Not safe for several threads at once.
final class ResultCache {
  /// The oldest gives way beyond this, so that commands nobody asks about cost no memory.
  static final int MOST = 10_000;

  private record Kept(CommandOutcome outcome, long since) {}

  private final Duration keep;
  private final SequencedMap<ExecutionId, Kept> kept = new LinkedHashMap<>();

  ResultCache(Duration keep) {
    this.keep = keep;
  }

  void put(ExecutionId id, CommandOutcome outcome, long now) {
    kept.put(id, new Kept(outcome, now));
    if (kept.size() > MOST) {
      kept.pollFirstEntry();
    }
  }

  /// Takes an outcome out.
  Optional<CommandOutcome> fetch(ExecutionId id, long now) {
    return Optional.ofNullable(kept.remove(id)).filter(it -> !isStale(it, now)).map(Kept::outcome);
  }

  /// Forgets what was kept too long.
  void sweep(long now) {
    kept.values().removeIf(it -> isStale(it, now));
  }

  int size() {
    return kept.size();
  }

  private boolean isStale(Kept it, long now) {
    return Duration.ofNanos(now - it.since).compareTo(keep) > 0;
  }
}
