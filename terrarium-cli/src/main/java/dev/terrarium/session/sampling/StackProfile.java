package dev.terrarium.session.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where the threads of a run stood, by how many samples.
///
/// @param stacks how often each stack was met, its frames outermost first
/// @param duration how long samples were taken
/// @param interval how long each stands for
/// @param threads how many threads there were
public record StackProfile(
    Map<List<Frame>, Long> stacks, Duration duration, Duration interval, int threads) {
  public StackProfile {
    stacks = Map.copyOf(stacks);
  }

  /// Returns how many samples there are, of all threads together.
  public long samples() {
    return stacks.values().stream().mapToLong(Long::longValue).sum();
  }
}
