package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real jars, unpacked once for all tests.
class BundledPythonTest {
  @TempDir static Path folder;
  private static SearchPath path;
  private static Installation python;

  @BeforeAll
  static void unpack() {
    path = SearchPath.ofProcess().withCache(folder.resolve("cache")).withRequest("bundled", "test");
    Optional<BundledFolder> bundled = Environment.search(path).bundled();
    assumeTrue(bundled.isPresent(), "the jars of the bundled Python are not on the class path");
    python = Environment.choose(path);
  }

  private static String run(Path executable, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.strip();
  }

  @Test
  void carriesTheJarsThatThisReleasePins() {
    Pins pins = Pins.ofRelease();

    assertThat(pins.digests()).hasSize(15);
    for (BundledJar.Part part : BundledJar.Part.values()) {
      assertThat(pins.name(part, Host.current().platform().classifier())).isPresent();
    }
  }

  @Test
  void isWhatItsDescriptionSays() {
    Outcome probed =
        new Inspector(path, Host.current())
            .inspect(new Prospect(Origin.BUNDLED, python.executable()))
            .outcome();

    assertThat(probed)
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            accepted ->
                assertThat(accepted.installation())
                    .usingRecursiveComparison()
                    .ignoringFields("variables")
                    .isEqualTo(python));
  }

  @Test
  void computesWithNumpyAndItsOpenblas() throws Exception {
    String program =
        "import numpy; print(numpy.__version__, (numpy.eye(200) @ numpy.ones((200, 9))).sum())";

    assertThat(run(python.executable(), "-I", "-c", program)).isEqualTo("2.4.2 1800.0");
  }

  @Test
  void givesNumpyToItsChildren() throws Exception {
    Path program = folder.resolve("children.py");
    Files.writeString(
        program,
        """
        import multiprocessing

        def total(count):
            import numpy
            return int(numpy.ones(count).sum())

        if __name__ == "__main__":
            multiprocessing.set_start_method("spawn")
            with multiprocessing.Pool(1) as pool:
                print(pool.map(total, [3, 4]))
        """);

    assertThat(run(python.executable(), program.toString())).isEqualTo("[3, 4]");
  }

  @Test
  void carriesItsStandardLibrary() throws Exception {
    String program =
        "import ssl, ctypes, asyncio, hashlib, multiprocessing, venv, ensurepip, decimal, uuid, "
            + "unittest.mock, pydoc, zoneinfo, xml.etree, email, http.server; print('all')";

    assertThat(run(python.executable(), "-I", "-c", program)).isEqualTo("all");
  }

  @Test
  void makesVirtualEnvironmentsThatCanBeChosen() throws Exception {
    Path environment = folder.resolve("venv");
    run(python.executable(), "-I", "-m", "venv", "--without-pip", environment.toString());

    Installation chosen = Environment.choose(path.withRequest(environment.toString(), "test"));

    assertThat(chosen.isVirtual()).isTrue();
    assertThat(chosen.prefix()).isEqualTo(environment);
    assertThat(chosen.library().toRealPath()).isEqualTo(python.library().toRealPath());
  }

  @Test
  void trustsTheSystemsAuthorities() {
    Path authorities = Path.of("/etc/ssl/certs/ca-certificates.crt");
    assumeTrue(Files.exists(authorities), "this system keeps its authorities elsewhere");

    assertThat(python.variables()).containsEntry("SSL_CERT_FILE", authorities.toString());
  }

  @Test
  void leavesCompiledModulesForTheFirstProgram() {
    assertThat(python.prefix().resolve("lib/python3.14/asyncio/__pycache__"))
        .isDirectoryContaining("glob:**/events.*.pyc");
  }
}
