package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ProcessSettings;
import java.util.Optional;

/// What names a type of nodes, and the processes that they run in.
///
/// @param text the program text that holds it, if a manifest does
/// @param name a name in that text, or `module:Class`
/// @param settings what its processes are started with
/// @param edition how often its source has changed since it was asked for
record Sought(Optional<String> text, String name, ProcessSettings settings, int edition) {
  Sought(Optional<String> text, String name, ProcessSettings settings) {
    this(text, name, settings, 0);
  }

  /// What was asked for.
  Sought first() {
    return new Sought(text, name, settings);
  }

  /// The same from newer source.
  Sought next() {
    return new Sought(text, name, settings, edition + 1);
  }
}
