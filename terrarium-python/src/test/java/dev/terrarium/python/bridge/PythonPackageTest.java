package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the Python package's own tests, which need no JVM, on every CPython there is.
class PythonPackageTest {
  private static final Path ROOT = Path.of("../python").toAbsolutePath().normalize();

  static Stream<Installation> interpreters() {
    return Interpreters.all();
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void passesItsOwnTests(Installation installation) {
    ProcessBuilder tests =
        new ProcessBuilder(
            installation.executable().toString(),
            "-B",
            "-W",
            "error",
            "-m",
            "unittest",
            "discover",
            "-s",
            ROOT.resolve("tests").toString());
    tests.environment().put("PYTHONPATH", ROOT.resolve("src").toString());

    ChildJvm.Ended ended = ChildJvm.run(ChildJvm.PATIENCE, tests);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("OK").doesNotContain("Ran 0 tests");
  }
}
