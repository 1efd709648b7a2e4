package dev.terrarium.environment;

import java.util.List;

/// The result of looking at every candidate: what `doctor` shows.
///
/// @param path where was looked
/// @param candidates every candidate, by origin in the order of [Origin]
/// @param decision the one that [Environment#choose] takes, and why
public record Search(SearchPath path, List<Candidate> candidates, Decision decision) {
  public Search {
    candidates = List.copyOf(candidates);
  }
}
