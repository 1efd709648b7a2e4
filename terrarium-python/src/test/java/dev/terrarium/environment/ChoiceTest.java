package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform;
import dev.terrarium.os.Platform.Kernel;
import dev.terrarium.os.Platform.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTest {
  private static final Host HOST = BundleFixture.HOST;

  @TempDir Path folder;
  private Path library;
  private FakePython environment;
  private FakePython project;
  private FakePython onPath;
  private FakePython pyenv;

  @BeforeEach
  void installPythons() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the fake Pythons are shell scripts");
    library =
        Libraries.write(
            folder.resolve("libpython3.so.1.0"), Libraries.defining("Py_IsInitialized", "2.4"));
    environment = python("environment/bin/python3", "3.10.1");
    project = python("work/.venv/bin/python3", "3.11.1");
    onPath = python("usr/bin/python3", "3.12.1");
    pyenv = python("versions/3.13.1/bin/python3", "3.13.1");
  }

  private FakePython python(String path, String version) throws IOException {
    return FakePython.saying(
        folder.resolve(path), "version", version, "library", library.toString());
  }

  private SearchPath everywhere() {
    return new SearchPath(
        Optional.empty(),
        Optional.of(folder.resolve("environment")),
        folder.resolve("work"),
        new InstalledPlaces(
            List.of(folder.resolve("usr/bin")),
            List.of(folder.resolve("usr/bin")),
            List.of(folder.resolve("versions"))),
        List.of(),
        folder.resolve("cache"));
  }

  private SearchPath with(Optional<Path> virtualEnv, Path directory) {
    SearchPath path = everywhere();
    return new SearchPath(
        path.request(), virtualEnv, directory, path.installed(), path.jars(), path.cache());
  }

  private static Decision.Chosen chosen(SearchPath path) {
    return switch (Environment.search(path, HOST, () -> new Pins(Map.of())).decision()) {
      case Decision.Chosen chosen -> chosen;
      case Decision.NoneFits(String message) -> throw new AssertionError(message);
    };
  }

  private static String refusal(SearchPath path) {
    return switch (Environment.search(path, HOST, () -> new Pins(Map.of())).decision()) {
      case Decision.Chosen chosen -> throw new AssertionError("was chosen: " + chosen);
      case Decision.NoneFits(String message) -> message;
    };
  }

  private static Installation choose(SearchPath path) {
    return Environment.choose(path, UnpackListener.silent(), HOST, () -> new Pins(Map.of()));
  }

  @Test
  void takesTheActiveEnvironmentFirst() {
    Decision.Chosen chosen = chosen(everywhere());

    assertThat(chosen.installation().executable()).isEqualTo(environment.executable());
    assertThat(chosen.installation().origin()).isEqualTo(Origin.ENVIRONMENT);
    assertThat(chosen.why()).isEqualTo("the active virtual environment, VIRTUAL_ENV");
    assertThat(chosen.passedOver()).isEmpty();
  }

  @Test
  void takesTheProjectsEnvironmentNext() {
    SearchPath path = with(Optional.empty(), folder.resolve("work/deep/below"));

    assertThat(chosen(path).installation().executable()).isEqualTo(project.executable());
    assertThat(chosen(path).why()).isEqualTo("the project's .venv");
  }

  @Test
  void takesTheInstalledOneWhenNothingIsBundled() {
    Decision.Chosen chosen = chosen(with(Optional.empty(), folder));

    assertThat(chosen.installation().executable()).isEqualTo(onPath.executable());
    assertThat(chosen.why()).isEqualTo("the first one found, as none is bundled here");
  }

  @Test
  void runsNoMoreProgramsThanTheChoiceNeeds() throws IOException {
    choose(everywhere());

    assertThat(environment.timesAsked()).isEqualTo(1);
    assertThat(project.timesAsked()).isZero();
    assertThat(onPath.timesAsked()).isZero();
    assertThat(pyenv.timesAsked()).isZero();
  }

  @Test
  void namesAnEnvironmentThatItPassedOver() throws IOException {
    FakePython.saying(environment.executable(), "version", "3.8.1");
    List<String> notices = new ArrayList<>();
    UnpackListener listener =
        new UnpackListener() {
          @Override
          public void unpacked(long bytesDone, long bytesTotal) {}

          @Override
          public void notice(String sentence) {
            notices.add(sentence);
          }
        };

    Installation taken = Environment.choose(everywhere(), listener, HOST, () -> new Pins(Map.of()));

    assertThat(taken.executable()).isEqualTo(project.executable());
    assertThat(notices)
        .containsExactly(
            "Passing over "
                + environment.executable()
                + ": it is Python 3.8.1; Terrarium needs CPython 3.10 or later.");
  }

  @Test
  void takesWhatIsNamedBeforeAllElse() {
    SearchPath path = everywhere().withRequest(onPath.executable().toString(), "--python");

    Decision.Chosen chosen = chosen(path);

    assertThat(chosen.installation().executable()).isEqualTo(onPath.executable());
    assertThat(chosen.installation().origin()).isEqualTo(Origin.EXPLICIT);
    assertThat(chosen.why()).isEqualTo("named by --python");
  }

  @Test
  void takesANamedFolderRelativeToTheWorkingDirectory() {
    SearchPath path = everywhere().withRequest("./.venv", "--python");

    assertThat(chosen(path).installation().executable()).isEqualTo(project.executable());
  }

  @Test
  void takesANamedProgramFromThePath() {
    assertThat(chosen(everywhere().withRequest("python3", "--python")).installation().executable())
        .isEqualTo(onPath.executable());
  }

  @Test
  void takesTheFirstOfANamedVersion() {
    SearchPath path = everywhere();

    assertThat(chosen(path.withRequest("3.13", "--python")).installation().executable())
        .isEqualTo(pyenv.executable());
    assertThat(chosen(path.withRequest("3.12.1", "--python")).installation().executable())
        .isEqualTo(onPath.executable());
    assertThat(chosen(path.withRequest("3", "--python")).installation().executable())
        .isEqualTo(environment.executable());
  }

  @Test
  void refusesANamedPythonInsteadOfReplacingIt() throws IOException {
    FakePython.saying(onPath.executable(), "shared", "0");
    SearchPath path = everywhere().withRequest(onPath.executable().toString(), "TERRARIUM_PYTHON");

    assertThatThrownBy(() -> choose(path))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith("The Python that TERRARIUM_PYTHON names, '" + onPath.executable())
        .hasMessageContaining("cannot be used: it is Python 3.12.1 built without a shared library");
  }

  @Test
  void listsAllItLookedAtWhenNoPythonIsOfTheNamedVersion() {
    assertThat(refusal(everywhere().withRequest("3.12.2", "--python")))
        .startsWith("No Python fits the version that --python names, 3.12.2. Looked at:\n")
        .contains(environment.executable() + ": it is Python 3.10.1.")
        .contains(project.executable() + ": it is Python 3.11.1.")
        .contains(onPath.executable() + ": it is Python 3.12.1.")
        .contains(pyenv.executable() + ": it is Python 3.13.1.")
        .contains("bundled: nothing is bundled for linux-x86_64.");
  }

  @Test
  void listsAllItLookedAtWhenNothingFits() {
    SearchPath path = FakePython.nowhere(folder);

    assertThat(refusal(path))
        .startsWith("No Python can be used")
        .contains("bundled: nothing is bundled for linux-x86_64.")
        .contains("name a CPython 3.10 or later with --python or TERRARIUM_PYTHON");
  }

  @Test
  void refusesANameThatMeansNothing() {
    assertThat(refusal(everywhere().withRequest("pypy", "--python")))
        .isEqualTo(
            "The Python that --python names, 'pypy', cannot be used: there is no such file or folder,"
                + " and no such program on PATH; a version is named as 3.12.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.", ".3", "3..12", "3.12.1.0", "3.12345", "3.x", "3.-12", "3.１２"})
  void takesForAVersionOnlyOneToThreeShortNumbers(String name) {
    assertThat(refusal(everywhere().withRequest(name, "--python")))
        .startsWith("The Python that --python names, '" + name + "', cannot be used:");
  }

  @Test
  void refusesTheBundledOneWhereThereIsNone() {
    assertThat(refusal(everywhere().withRequest("bundled", "--python")))
        .isEqualTo(
            "The Python that --python names, 'bundled', cannot be used:"
                + " nothing is bundled for linux-x86_64.");
  }

  @Test
  void showsEveryCandidateOnceAndInOrder() {
    Search search = Environment.search(everywhere(), HOST, () -> new Pins(Map.of()));

    assertThat(search.candidates())
        .extracting(Candidate::origin)
        .containsExactly(
            Origin.ENVIRONMENT, Origin.PROJECT, Origin.PATH, Origin.PYENV, Origin.BUNDLED);
    assertThat(search.bundled()).isEmpty();
    assertThat(search.host()).isEqualTo("linux-x86_64, glibc 2.36");
  }

  @Test
  void prefersTheBundledOneToInstalledOnes() throws IOException {
    BundleFixture bundle = BundleFixture.in(folder.resolve("jars"));
    SearchPath path = bundle.addedTo(with(Optional.empty(), folder));

    Installation taken = Environment.choose(path, UnpackListener.silent(), HOST, bundle::pins);

    assertThat(taken.origin()).isEqualTo(Origin.BUNDLED);
    assertThat(taken.executable()).isExecutable();
  }

  @Test
  void prefersAnInstalledPythonOfANamedVersionToTheBundledOne() throws IOException {
    python("usr/bin/python3", "3.14.0");
    BundleFixture bundle = BundleFixture.in(folder.resolve("jars"));
    SearchPath path =
        bundle.addedTo(with(Optional.empty(), folder)).withRequest("3.14", "--python");

    Installation taken = Environment.choose(path, UnpackListener.silent(), HOST, bundle::pins);

    assertThat(taken.executable()).isEqualTo(onPath.executable());
  }

  @Test
  void passesOverABundleThatNeedsANewerGlibc() throws IOException {
    BundleFixture bundle = BundleFixture.in(folder.resolve("jars"));
    Host old = new Host(new Platform(Kernel.LINUX, Processor.X86_64), () -> Glibc.of("2.28"));

    Search search =
        Environment.search(bundle.addedTo(with(Optional.empty(), folder)), old, bundle::pins);

    assertThat(search.decision()).isInstanceOf(Decision.Chosen.class);
    Decision.Chosen chosen = (Decision.Chosen) search.decision();
    assertThat(chosen.installation().executable()).isEqualTo(onPath.executable());
    assertThat(chosen.passedOver()).extracting(Candidate::origin).containsExactly(Origin.BUNDLED);
    assertThat(chosen.passedOver().getFirst().outcome())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith("the bundled Python needs glibc 2.35, and this system has 2.28"));
  }
}
