package dev.terrarium.session;

import dev.terrarium.environment.SearchPath;
import dev.terrarium.environment.UnpackListener;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// What a session is opened with.
///
/// @param search where to look for a Python, once one is needed
/// @param pythonPath folders that Python nodes are imported from, the first one first
/// @param pythonOutput takes what Python prints, on standard output and standard error alike
/// @param unpacking hears how a Python is made ready
public record SessionSettings(
    SearchPath search,
    List<Path> pythonPath,
    Consumer<String> pythonOutput,
    UnpackListener unpacking) {
  public SessionSettings {
    pythonPath = List.copyOf(pythonPath);
  }
}
