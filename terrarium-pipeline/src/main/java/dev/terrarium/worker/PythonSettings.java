package dev.terrarium.worker;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Project;
import dev.terrarium.environment.ProjectEnvironment;
import dev.terrarium.environment.ProjectOptions;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.environment.UnpackListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What Python nodes and scripts run in.
///
/// @param installation chooses the interpreter; asked once, when the first Python node is met
/// @param path folders to import from, the first one first
/// @param stdout takes what Python prints
/// @param stderr takes what Python prints on standard error
/// @param projects makes the environment that a `pyproject.toml`, or its folder, asks for; empty if
///   no other interpreter is to be had
public record PythonSettings(
    Supplier<Installation> installation,
    List<Path> path,
    Consumer<String> stdout,
    Consumer<String> stderr,
    Optional<Function<Path, Installation>> projects) {
  public PythonSettings {
    path = List.copyOf(path);
  }

  /// Settings with the one interpreter: whatever asks for a project's environment is refused.
  public PythonSettings(
      Supplier<Installation> installation,
      List<Path> path,
      Consumer<String> stdout,
      Consumer<String> stderr) {
    this(installation, path, stdout, stderr, Optional.empty());
  }

  /// Returns settings that choose an interpreter, and make the environments of projects, as the
  /// command line does.
  ///
  /// @param search where Pythons, uv and the cache are
  /// @param unpacking hears how it goes on
  public static PythonSettings choosing(
      SearchPath search,
      UnpackListener unpacking,
      List<Path> path,
      Consumer<String> stdout,
      Consumer<String> stderr) {
    return new PythonSettings(
        () -> Environment.choose(search, unpacking),
        path,
        stdout,
        stderr,
        Optional.of(pyproject ->
            ProjectEnvironment.of(Project.at(pyproject), search, ProjectOptions.usual(), unpacking)
                .sync()));
  }

  /// Makes the environment of a project; returns these settings with its interpreter.
  ///
  /// @param pyproject the `pyproject.toml`, or its folder
  /// @throws IllegalArgumentException if these settings are for one interpreter
  /// @throws dev.terrarium.environment.EnvironmentException if the environment cannot be made
  public PythonSettings in(Path pyproject) {
    var make =
        projects.orElseThrow(() ->
            new IllegalArgumentException(
                "The environment of %s is asked for, and the PythonSettings have one interpreter for all: make them by PythonSettings.choosing(…), or give them projects"
                    .formatted(pyproject)));
    var made = make.apply(pyproject);
    return new PythonSettings(() -> made, path, stdout, stderr, projects);
  }

  /// Returns these settings with folders that go before the others.
  public PythonSettings importingFirst(List<Path> folders) {
    var all = new ArrayList<>(folders);
    all.addAll(path);
    return new PythonSettings(installation, all, stdout, stderr, projects);
  }
}
