package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Pythons of this machine, as far as it has them.
class InstalledPythonsTest {
  @TempDir Path folder;

  private static Path installed(String version) {
    SearchPath process = SearchPath.ofProcess();
    Optional<Path> found =
        new Prospects(process)
            .of(Origin.PYENV).stream()
                .map(Prospect::path)
                .filter(path -> path.getFileName().toString().startsWith(version + "."))
                .findFirst();
    assumeTrue(found.isPresent(), "pyenv has no Python " + version);
    return found.orElseThrow();
  }

  private Installation choose(Path python) {
    SearchPath path = FakePython.nowhere(folder).withRequest(python.toString(), "test");
    return Environment.choose(path);
  }

  private Path environmentOf(Path program) throws IOException, InterruptedException {
    Path environment = folder.toRealPath().resolve("env");
    Process process =
        new ProcessBuilder(
                program.toString(), "-I", "-m", "venv", "--without-pip", environment.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assumeTrue(process.exitValue() == 0, program + " has no module venv");
    return environment;
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.10", "3.11", "3.12", "3.13"})
  void describesAPythonOfPyenv(String version) {
    Path prefix = installed(version);

    Installation python = choose(prefix);

    assertThat(python.version().text()).startsWith(version + ".");
    assertThat(python.prefix()).isEqualTo(prefix);
    assertThat(python.library().getFileName()).hasToString("libpython" + version + ".so.1.0");
    assertThat(python.abi()).startsWith("cpython-" + version.replace(".", "") + "-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6", "3.7", "3.8", "3.9"})
  void refusesAnOldPythonOfPyenv(String version) {
    Path prefix = installed(version);

    Search search =
        Environment.search(FakePython.nowhere(folder).withRequest(prefix.toString(), "test"));

    assertThat(search.decision())
        .isInstanceOfSatisfying(
            Decision.NoneFits.class,
            refused -> assertThat(refused.message()).contains("it is Python " + version + "."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.10", "3.13"})
  void describesAVirtualEnvironmentOverPyenv(String version) throws Exception {
    Path prefix = installed(version);
    Path environment = environmentOf(prefix.resolve("bin/python3"));

    Installation python = choose(environment);

    assertThat(python.executable()).isEqualTo(environment.resolve("bin/python3"));
    assertThat(python.isVirtual()).isTrue();
    assertThat(python.prefix()).isEqualTo(environment);
    assertThat(python.basePrefix()).isEqualTo(prefix);
    assertThat(python.library()).startsWith(prefix);
  }

  @Test
  void describesTheSystemsPythonAndAVirtualEnvironmentOverIt() throws Exception {
    Path program = Path.of("/usr/bin/python3");
    assumeTrue(Files.exists(program), "the system has no Python");
    assumeTrue(Files.exists(Path.of("/etc/debian_version")), "this is not a Debian");
    Search search =
        Environment.search(FakePython.nowhere(folder).withRequest(program.toString(), "test"));
    assumeTrue(
        search.decision() instanceof Decision.Chosen, "the system's libpython is not installed");
    Path environment = environmentOf(program);

    Installation python = choose(program);
    Installation virtual = choose(environment);

    assertThat(python.prefix()).isEqualTo(Path.of("/usr"));
    assertThat(python.library().toString()).contains("-linux-gnu/libpython3.");
    assertThat(virtual.basePrefix()).isEqualTo(Path.of("/usr"));
    assertThat(virtual.library()).isEqualTo(python.library());
  }

  @Test
  void findsAVersionAmongPyenvs() {
    Path prefix = installed("3.12");
    SearchPath path =
        new SearchPath(
            Optional.of(new Request("3.12", "test")),
            Optional.empty(),
            folder,
            new InstalledPlaces(List.of(), List.of(), List.of(prefix.getParent())),
            List.of(),
            folder.resolve("cache"));

    assertThat(Environment.choose(path).prefix()).isEqualTo(prefix);
  }

  @Test
  void seesNumpyByItsMetadataWithoutImportingIt() throws Exception {
    Path environment = environmentOf(installed("3.12").resolve("bin/python3"));
    Path site = environment.resolve("lib/python3.12/site-packages");
    Files.createDirectories(site.resolve("numpy"));
    Files.writeString(site.resolve("numpy/__init__.py"), "raise SystemExit('imported')\n");
    assertThat(choose(environment).numpy()).contains("unknown");

    Files.createDirectories(site.resolve("numpy-2.1.3.dist-info"));
    Files.writeString(
        site.resolve("numpy-2.1.3.dist-info/METADATA"), "Name: numpy\nVersion: 2.1.3\n");

    assertThat(choose(environment).numpy()).contains("2.1.3");
  }
}
