package dev.terrarium.environment;

import java.util.List;
import java.util.Optional;

/// What a `pyproject.toml` asks for.
///
/// @param requiresPython a range of versions such as `>=3.11`; empty if any will do
/// @param dependencies requirements in their canonical form, sorted
/// @param python the Python to build on, if the file names one
/// @param sources where packages come from
record Requirements(
    String requiresPython, List<String> dependencies, Optional<String> python, Sources sources) {
  /// Places of packages beside the index that uv or pip is set up with.
  ///
  /// @param findLinks folders or pages with wheels
  /// @param noIndex whether these are all there is
  record Sources(List<String> findLinks, boolean noIndex) {
    Sources {
      findLinks = List.copyOf(findLinks);
    }
  }

  Requirements {
    dependencies = List.copyOf(dependencies);
  }
}
