package dev.terrarium.session;

import dev.terrarium.environment.SearchPath;
import dev.terrarium.environment.UnpackListener;
import dev.terrarium.worker.Reloading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a session is opened with.
///
/// @param search where to look for a Python, once one is needed
/// @param pythonPath folders that Python nodes are imported from, the first one first
/// @param pythonOutput takes what Python prints, on standard output and standard error alike
/// @param unpacking hears how a Python is made ready
/// @param reloading has Python nodes made anew when their files change
public record SessionSettings(
    SearchPath search,
    List<Path> pythonPath,
    Consumer<String> pythonOutput,
    UnpackListener unpacking,
    Optional<Reloading> reloading) {
  public SessionSettings {
    pythonPath = List.copyOf(pythonPath);
  }

  /// The settings of a session whose Python nodes stay what they are.
  public SessionSettings(
      SearchPath search,
      List<Path> pythonPath,
      Consumer<String> pythonOutput,
      UnpackListener unpacking) {
    this(search, pythonPath, pythonOutput, unpacking, Optional.empty());
  }

  /// Returns the same settings, but that Python nodes are made anew when their files change.
  public SessionSettings withReloading(Reloading wish) {
    return new SessionSettings(search, pythonPath, pythonOutput, unpacking, Optional.of(wish));
  }
}
