package dev.terrarium.environment;

import java.util.List;
import java.util.Optional;

/// The result of looking at every candidate: what `doctor` shows.
///
/// @param path where was looked
/// @param candidates every candidate, by origin in the order of [Origin]
/// @param decision the one that [Environment#choose] takes, and why
/// @param bundled the folder of the bundled Python, if its jars are at hand
/// @param host the platform and its C library, such as `linux-x86_64, glibc 2.36`
public record Search(
    SearchPath path,
    List<Candidate> candidates,
    Decision decision,
    Optional<BundledFolder> bundled,
    String host) {
  public Search {
    candidates = List.copyOf(candidates);
  }
}
