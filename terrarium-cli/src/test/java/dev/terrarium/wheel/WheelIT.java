package dev.terrarium.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Origin;
import dev.terrarium.environment.Outcome;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The wheel is built into `python/dist`, installed into fresh environments without an index, runs
/// what both runtimes must run alike, and passes its own tests there: all on the bundled CPython,
/// most on the oldest one of the machine, those of runs and of refusals on one whose program has no
/// libpython beside it; with `-Pfull` all on all of these, and on one of each other version. Those
/// of arms run with the bundled NumPy; those of notebooks and cloudpickle run where Jupyter and its
/// like can be installed, for which there must be an index.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the wheel is for POSIX")
@Execution(ExecutionMode.CONCURRENT)
class WheelIT {
  private static final Path TESTS = Path.of("../python/tests/jvm").toAbsolutePath().normalize();

  /// The table of manifests and results that the JVM and Python's own executor share.
  private static final Path SHARED = TESTS.resolveSibling("").normalize();

  private static final String SHARED_CASES = "test_[cj]a[sv][ea]*.py";

  private static final String INSTALL = TESTS.resolve("install.py").toString();
  private static final boolean FULL = Boolean.getBoolean("terrarium.test.full");
  private static final String ALL = "test_*.py";
  private static final String OF_ARMS = "test_robot*.py";
  private static final String OF_TOOLS = FULL ? "test_[erw][xo]*.py" : "test_[ew][xo]*.py";
  private static final String TOOLS = "nbclient ipykernel cloudpickle numpy pytest pytest-asyncio";
  private static final String PIP =
      "-m pip -q --no-input --disable-pip-version-check --retries 0 --timeout 15 --python ";
  private static final long PATIENCE_MINUTES = 15;
  private static final String IS_STATIC =
      "import sys; sys.exit('/libpython3.' in open('/proc/self/maps').read() or sys.version_info < (3, 10))";

  /// JUnit would warn of the links out of the environment.
  private static final String CLEAR = "import shutil, sys; shutil.rmtree(sys.argv[1])";

  private @TempDir Path folder;

  @BeforeAll
  static void build(@TempDir Path outputs) throws IOException, InterruptedException {
    Ended built = run(outputs, bundled(), List.of("-B", INSTALL, "build"));

    assertThat(built.exit()).as(built.output()).isZero();
    assertThat(built.output()).contains("py3-none-any.whl", ".tar.gz");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void passesItsOwnTestsWhereItIsInstalled(Kind kind) throws IOException, InterruptedException {
    assumeTrue(kind.python().isPresent(), () -> kind + " is not on this machine");
    Path python = kind.python().orElseThrow();
    Path environment = folder.resolve("environment");
    var into = new ArrayList<>(List.of("-B", INSTALL, "into", environment.toString()));
    if (kind.hasNumPy()) {
      into.add("beside");
    }
    Ended installed = run(folder, python, into);
    assertThat(installed.exit()).as(installed.output()).isZero();
    Path program = Path.of(installed.output().strip());
    Ended prepared = run(folder, program, List.of("-m", "terrarium", "prepare"));
    assertThat(prepared.exit()).as(prepared.output()).isZero();

    Ended tested = run(folder, program, tests(TESTS, kind.tests()));
    Ended shared = run(folder, program, tests(SHARED, SHARED_CASES));

    Ended cleared = run(folder, python, List.of("-c", CLEAR, environment.toString()));

    assertThat(tested.exit()).as(tested.output()).isZero();
    assertThat(tested.output()).contains("OK").doesNotContain("Ran 0 tests");
    if (kind.hasNumPy()) {
      assertThat(tested.output()).doesNotContain("this Python has no NumPy");
    }
    assertThat(shared.exit()).as(shared.output()).isZero();
    assertThat(shared.output()).contains("OK").doesNotContain("Ran 0 tests", "skipped");
    assertThat(cleared.exit()).as(cleared.output()).isZero();
  }

  @Test
  void runsNotebooksAndCodeThatTravelsWhereTheirToolsCanBeInstalled()
      throws IOException, InterruptedException {
    assumeTrue(!installed().isEmpty(), "there is no installed CPython on this machine");
    Path python = installed().getLast();
    Path environment = folder.resolve("environment");
    Ended installed = run(folder, python, List.of("-B", INSTALL, "into", environment.toString()));
    assertThat(installed.exit()).as(installed.output()).isZero();
    String program = installed.output().strip();
    Ended tools = run(folder, python, List.of((PIP + program + " install " + TOOLS).split(" ")));
    assumeTrue(tools.exit() == 0, () -> "no notebooks here: " + tools.output());

    List<String> tests =
        List.of("-m", "unittest", "discover", "-p", OF_TOOLS, "-s", TESTS.toString());
    Ended tested = run(folder, Path.of(program), tests);

    Ended cleared = run(folder, python, List.of("-c", CLEAR, environment.toString()));
    assertThat(tested.exit()).as(tested.output()).isZero();
    assertThat(tested.output()).contains("OK").doesNotContain("Ran 0 tests", "skipped=");
    assertThat(cleared.exit()).as(cleared.output()).isZero();
  }

  private static List<String> tests(Path folder, String files) {
    String unittest = "-W error -m unittest discover -v -p " + files + " -s";
    return Stream.concat(Stream.of(unittest.split(" ")), Stream.of(folder.toString())).toList();
  }

  /// A kind of Python to be tried, the files of tests for it, and the one on this machine.
  record Kind(String name, String tests, Optional<Path> python) {
    private static final String WITH_NUMPY = "the bundled CPython with its NumPy";

    /// The others are tested without what is installed there.
    boolean hasNumPy() {
      return name.equals(WITH_NUMPY);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    var kinds = new ArrayList<Kind>();
    kinds.add(new Kind("the bundled CPython", ALL, Optional.of(bundled())));
    kinds.add(new Kind(Kind.WITH_NUMPY, OF_ARMS, Optional.of(bundled())));
    var installed = installed();
    kinds.add(
        new Kind(
            "an installed CPython", FULL ? ALL : "test_[prw]*.py", installed.stream().findFirst()));
    if (FULL) {
      installed.stream()
          .skip(1)
          .forEach(each -> kinds.add(new Kind(each.toString(), ALL, Optional.of(each))));
    }
    kinds.add(
        new Kind("a CPython without a libpython", FULL ? ALL : "test_r*.py", withoutLibrary()));
    return kinds.stream();
  }

  private static Path bundled() {
    return Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test"))
        .executable();
  }

  /// One of each minor version, the oldest first.
  private static List<Path> installed() {
    var byMinor = new TreeMap<Integer, Path>();
    for (var candidate : Environment.search(SearchPath.ofProcess()).candidates()) {
      if (candidate.outcome() instanceof Outcome.Accepted(Installation found)
          && found.origin() != Origin.BUNDLED
          && !found.isVirtual()) {
        byMinor.putIfAbsent(found.version().minor(), found.executable());
      }
    }
    return List.copyOf(byMinor.values());
  }

  /// The system's Python, if its functions are in the program itself.
  private static Optional<Path> withoutLibrary() {
    return Stream.of(Path.of("/usr/bin/python3"), Path.of("/usr/local/bin/python3"))
        .filter(Files::isExecutable)
        .filter(WheelIT::isStatic)
        .findFirst();
  }

  private static boolean isStatic(Path python) {
    try {
      return new ProcessBuilder(python.toString(), "-c", IS_STATIC)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private record Ended(int exit, String output) {}

  private static Ended run(Path outputs, Path python, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(python.toString()));
    command.addAll(arguments);
    Path output = Files.createTempFile(outputs, "output", "");
    var builder = new ProcessBuilder(command).directory(outputs.toFile());
    builder.environment().keySet().removeAll(List.of("PYTHONPATH", "PYTHONHOME"));
    builder.environment().put("TERRARIUM_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TERRARIUM_CACHE", outputs.resolve("cache").toString());
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
