package dev.terrarium.environment;

import dev.terrarium.environment.Requirements.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that chooses packages and puts them into an environment.
sealed interface Installer permits Uv, Pip {
  /// What it is, for messages, such as `uv`.
  String name();

  /// Chooses the packages: returns the lines of a lock.
  ///
  /// @param draft a folder for files on the way
  Resolved resolve(Requirements requirements, Path draft) throws IOException;

  /// Puts what a lock pins into an environment.
  ///
  /// @param python the environment's interpreter
  /// @param lock the lock file
  /// @param sources where packages come from
  void install(Path python, Path lock, Sources sources) throws IOException;

  /// The packages that were chosen.
  ///
  /// @param pins lines of a lock
  /// @param anyPlatform whether they fit every platform, or the one of this machine
  record Resolved(String pins, boolean anyPlatform) {}

  /// The options that say where packages come from.
  static List<String> options(Sources sources) {
    List<String> options = new ArrayList<>();
    for (String place : sources.findLinks()) {
      options.addAll(List.of("--find-links", place));
    }
    if (sources.noIndex()) {
      options.add("--no-index");
    }
    return options;
  }
}
