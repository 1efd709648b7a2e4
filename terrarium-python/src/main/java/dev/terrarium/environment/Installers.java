package dev.terrarium.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Chooses between uv and pip.
///
/// @param path where uv is looked for
/// @param options what was asked for
record Installers(SearchPath path, ProjectOptions options) {
  private static final List<String> NAMES = List.of("uv", "uv.exe");

  /// @throws EnvironmentException if uv was asked for and is not there
  Installer choose(Foundation base, Pip.Runner runner, ProjectReader reader) {
    Path python = base.installation().executable();
    return switch (options.installer()) {
      case PIP -> pip(base, runner, reader);
      case UV -> uv(python, runner).orElseThrow(Installers::noUv);
      case ANY -> uv(python, runner).orElseGet(() -> pip(base, runner, reader));
    };
  }

  private Installer pip(Foundation base, Pip.Runner runner, ProjectReader reader) {
    return new Pip(
        base.installation().executable(),
        new PipProgram(base.reading().pip(), path.cache()),
        new WheelCache(path.cache()),
        reader,
        options.offline(),
        runner);
  }

  private Optional<Installer> uv(Path python, Pip.Runner runner) {
    for (Path folder : path.installed().path()) {
      for (String name : NAMES) {
        Path program = folder.resolve(name);
        if (Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(
              new Uv(
                  program.toAbsolutePath(),
                  python,
                  options.offline(),
                  runner.tool(),
                  runner.faults()));
        }
      }
    }
    return Optional.empty();
  }

  private static EnvironmentException noUv() {
    return new EnvironmentException(
        "uv is not on PATH: install it, or leave --installer out to use the Python's own pip.");
  }
}
