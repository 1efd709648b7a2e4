package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the Python package's own tests, which need no JVM, on every CPython there is, two at a
/// time: all on the bundled one, on the others their [shares][Interpreters#shares()].
class PythonPackageTest {
  private static final Duration BOUND = Duration.ofMinutes(12);
  private static final Path ROOT = Path.of("../python").toAbsolutePath().normalize();

  private static final ExecutorService TWO_AT_A_TIME = Executors.newFixedThreadPool(2);
  private static final Map<Installation, Future<ChildJvm.Ended>> ON_EACH = new LinkedHashMap<>();

  @BeforeAll
  static void startThemAll() {
    Interpreters.shares().forEach(PythonPackageTest::start);
    start(Interpreters.bundled(), Interpreters.ALL_LETTERS);
  }

  private static void start(Installation installation, String letters) {
    String files = "test_[" + letters.toLowerCase(Locale.ROOT) + "]*.py";
    ON_EACH.put(installation, TWO_AT_A_TIME.submit(() -> run(installation, files)));
  }

  @AfterAll
  static void endThemAll() {
    TWO_AT_A_TIME.shutdownNow();
  }

  static Set<Installation> interpreters() {
    return ON_EACH.keySet();
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void passesItsOwnTests(Installation installation) throws Exception {
    ChildJvm.Ended ended = ON_EACH.get(installation).get();

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("OK").doesNotContain("Ran 0 tests");
  }

  private static ChildJvm.Ended run(Installation installation, String files) {
    ProcessBuilder tests =
        new ProcessBuilder(
            installation.executable().toString(),
            "-B",
            "-W",
            "error",
            "-m",
            "unittest",
            "discover",
            "-p",
            files,
            "-s",
            ROOT.resolve("tests").toString());
    tests.environment().put("PYTHONPATH", ROOT.resolve("src").toString());
    return ChildJvm.run(BOUND, tests);
  }
}
