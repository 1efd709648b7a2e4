package dev.terrarium.broker.declaration;

import dev.terrarium.worker.script.Isolation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a robot's Python runs in.
///
/// @param pyproject the `pyproject.toml`, or its folder, of which the environment is made; relative
///   to the declaration
/// @param path folders to import from, the first one first; relative to the declaration
/// @param scripts modules that are imported when the robot opens, in this order: they register
///   their handlers
/// @param isolation whether Python runs in this process or in one of its own
/// @param deadline how long a command may take that has no timeout; each import has 30 s, or this
///   if it is longer
public record PythonDeclaration(
    Optional<String> pyproject,
    List<String> path,
    List<String> scripts,
    Isolation isolation,
    Duration deadline) {
  static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);

  public PythonDeclaration {
    Required.components(PythonDeclaration.class, pyproject, path, scripts, isolation, deadline);
    path = Required.list("path", path);
    scripts = Required.list("scripts", scripts);
  }
}
