package dev.terrarium.cli;

import dev.terrarium.environment.Project;
import dev.terrarium.environment.ProjectEnvironment;
import dev.terrarium.environment.ProjectOptions;
import dev.terrarium.environment.ProjectOptions.Packager;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which the `env` commands find a project.
final class ProjectChoice {
  @Option(
      names = "--project",
      paramLabel = "DIR",
      description =
          "The folder of the pyproject.toml; otherwise the working directory or one above it.")
  private @Nullable Path folder;

  /// Returns the project that was named, or that the working directory belongs to.
  Project project() {
    return folder == null ? Project.find(Path.of("")) : Project.at(folder);
  }

  /// How an environment that is there is checked.
  static final class Check {
    @Option(
        names = "--check",
        description =
            "Read every file of an environment that is there; otherwise those whose size and time"
                + " of change are as they were are not.")
    private boolean everyFile;

    /// Returns options that say so as well.
    ProjectOptions apply(ProjectOptions options) {
      return everyFile ? options.readingEveryFile() : options;
    }
  }

  /// How packages are chosen and installed.
  static final class Packages {
    @Option(names = "--offline", description = "Use only what was fetched before.")
    private boolean offline;

    @Option(
        names = "--installer",
        paramLabel = "uv|pip",
        description = "What chooses and installs packages; otherwise uv where it is on PATH.")
    private @Nullable String installer;

    /// Returns the project's environment, made with these options.
    ProjectEnvironment environment(ProjectChoice choice, Shared shared, Check check) {
      var options = check.apply(new ProjectOptions(offline, packager()));
      return ProjectEnvironment.of(choice.project(), shared.search(), options, shared.unpacking());
    }

    private Packager packager() {
      return switch (installer) {
        case null -> Packager.ANY;
        case "uv" -> Packager.UV;
        case "pip" -> Packager.PIP;
        default ->
            throw new CommandLineException(
                "--installer", "There is no installer " + installer + "; there are uv and pip.");
      };
    }
  }
}
