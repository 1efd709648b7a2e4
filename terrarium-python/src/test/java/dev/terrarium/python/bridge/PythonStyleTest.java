package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import dev.terrarium.testing.VirtualEnvironments;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the Python package to strict types and to one style, as `pyproject.toml` there says.
class PythonStyleTest {
  private static final Path ROOT = Path.of("../python").toAbsolutePath().normalize();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mypy --no-incremental",
        "mypy --no-incremental tests/typed_program.py",
        "ruff check --no-cache .",
        "ruff format --no-cache --check ."
      })
  void passes(String checker) {
    Optional<Installation> newest =
        Interpreters.installed().stream().max(Comparator.comparing(Installation::version));
    assumeThat(newest).as("a CPython is installed").isPresent();
    Optional<Path> python = VirtualEnvironments.withCheckers(newest.orElseThrow());
    assumeThat(python).as("mypy and ruff could be installed").isPresent();

    ProcessBuilder check =
        new ProcessBuilder((python.orElseThrow() + " -m " + checker).split(" ", -1));
    ChildJvm.Ended ended = ChildJvm.run(ChildJvm.PATIENCE, check.directory(ROOT.toFile()));

    assertThat(ended.exit()).as(ended.output()).isZero();
  }
}
