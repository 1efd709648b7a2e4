package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.environment.ProjectOptions.Packager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong when packages are locked and installed, by uv (where it is on `PATH`) and by
/// pip.
class ProjectFaultsTest {
  private static final SearchPath PROCESS = SearchPath.ofProcess();

  @TempDir static Path cache;

  @TempDir Path folder;
  private Workspace space;

  @BeforeEach
  void open() throws IOException {
    Workspace bare = Workspace.in(folder.toRealPath().resolve("project"), cache);
    space =
        bare.with(
            new SearchPath(
                Optional.empty(),
                Optional.empty(),
                bare.project().folder(),
                new InstalledPlaces(PROCESS.installed().path(), List.of(), List.of()),
                PROCESS.jars(),
                cache));
    space.wheels().add("beta", "1.5").add("alpha", "1.0", "beta>=1");
  }

  private ProjectEnvironment by(Packager packager) {
    assumeTrue(
        packager != Packager.UV
            || PROCESS.installed().path().stream()
                .anyMatch(each -> Files.isExecutable(each.resolve("uv"))),
        "uv is not on PATH");
    return space.environment(new ProjectOptions(false, packager));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> locking(Packager packager) {
    ProjectEnvironment environment = by(packager);
    return assertThatThrownBy(environment::lock).isInstanceOf(EnvironmentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PIP", "UV"})
  void locksAndInstalls(Packager packager) throws IOException {
    space.needs("alpha").write(Files.readString(space.project().pyproject()));

    assertThat(by(packager).lock().locked()).containsExactly("alpha==1.0", "beta==1.5");
    by(packager).sync();
    assertThat(by(packager).state().isCurrent()).as(by(packager).state().toString()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"PIP", "UV"})
  void readsTheLockOfTheOther(Packager packager) throws IOException {
    Packager other = packager == Packager.PIP ? Packager.UV : Packager.PIP;
    space.needs("alpha");
    by(packager).lock();

    by(other).sync();

    assertThat(by(other).state().installed()).containsExactly("alpha==1.0", "beta==1.5");
  }

  @ParameterizedTest
  @EnumSource(names = {"PIP", "UV"})
  void namesAPackageThatThereIsNot(Packager packager) throws IOException {
    space.needs("no-such-package");

    locking(packager)
        .hasMessageContaining("cannot be locked for Python 3.14 on ")
        .hasMessageContaining("there is no such package, or no wheel of it that fits")
        .hasMessageContaining("no-such-package");
    assertThat(space.project().lock()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"PIP", "UV"})
  void tellsRequirementsThatExcludeEachOther(Packager packager) throws IOException {
    space.wheels().add("gamma", "1.0", "beta<1.5").add("beta", "1.0");
    space.needs("gamma", "beta>=1.5");

    locking(packager)
        .hasMessageContaining("the packages ask for versions that exclude each other")
        .hasMessageContaining("gamma");
  }

  @ParameterizedTest
  @EnumSource(names = {"PIP", "UV"})
  void tellsThatTheIndexCannotBeReached(Packager packager) throws IOException {
    space.write(
        "[project]\nname = \"it\"\ndependencies = [\"alpha\"]\n[tool.terrarium]\n"
            + "find-links = [\"http://127.0.0.1:1/\"]\nno-index = true\n");

    locking(packager)
        .hasMessageContaining("the package index cannot be reached; check the network");
  }

  @ParameterizedTest
  @EnumSource(names = {"PIP", "UV"})
  void refusesAFileThatIsNotTheOneThatWasLocked(Packager packager) throws IOException {
    space.needs("beta");
    by(packager).lock();
    String lock = Files.readString(space.project().lock());
    Files.writeString(
        space.project().lock(), lock.replaceAll("sha256:[0-9a-f]{64}", "sha256:" + "0".repeat(64)));
    ProjectEnvironment environment = by(packager);

    assertThatThrownBy(environment::sync)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("cannot be installed for Python 3.14")
        .hasMessageContaining("a file is not the one that the lock pins");
    assertThat(space.project().link()).doesNotExist();
  }

  @Test
  void tellsWhatOfflineWasNotFetchedBefore() throws IOException {
    space.wheels().add("unseen", "1.0");
    space.needs("unseen").environment().lock();
    space.write(Files.readString(space.project().pyproject()).replace("[\"wheels\"]", "[]"));

    ProjectEnvironment offline = space.environment(new ProjectOptions(true, Packager.PIP));

    assertThatThrownBy(offline::sync)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("unseen==1.0 was not fetched here before, and --offline forbids");
  }

  @Test
  void namesTheLineThatIsNotToml() throws IOException {
    space.write("[project]\nname = \"it\"\ndependencies = alpha\n");

    locking(Packager.PIP)
        .hasMessageContaining("pyproject.toml cannot be used:")
        .hasMessageContaining("it is not TOML: ")
        .hasMessageContaining("line 3");
  }

  @Test
  void refusesAVersionThatTheProjectDoesNotAccept() throws IOException {
    String project = "[project]\nname = \"it\"\nrequires-python = \"%s\"\n";
    space.write(project.formatted(">=3.99"));
    locking(Packager.PIP)
        .hasMessageContaining("requires Python >=3.99, and there is none; there are ");

    space = space.with(space.path().withRequest("bundled", "--python"));
    locking(Packager.PIP)
        .hasMessageContaining("requires Python >=3.99, and --python names Python 3.14");
  }

  @Test
  void takesTheFirstInstalledPythonThatTheProjectAccepts() throws IOException {
    List<Path> pyenv = PROCESS.installed().versions();
    space =
        space.with(
            new SearchPath(
                Optional.empty(),
                Optional.empty(),
                space.project().folder(),
                new InstalledPlaces(List.of(), List.of(), pyenv),
                PROCESS.jars(),
                cache));
    space.write("[project]\nname = \"it\"\nrequires-python = \"==3.10.*\"\n");
    assumeTrue(
        Environment.search(space.path()).candidates().stream()
            .anyMatch(each ->
                each.outcome() instanceof Outcome.Accepted(Installation python)
                    && python.version().minor() == 10),
        "there is no Python 3.10");

    Installation made = space.environment().sync();

    assertThat(made.version().minor()).isEqualTo(10);
    assertThat(Environment.choose(space.path()).prefix()).isEqualTo(space.project().link());
  }

  @Test
  void refusesALockOfSomethingElse() throws IOException {
    Files.writeString(space.needs("alpha").project().lock(), "alpha==1.0\n");

    assertThatThrownBy(() -> space.environment().sync())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("is no lock file of this release");
  }

  @Test
  void refusesUvWhereThereIsNone() throws IOException {
    Workspace without = Workspace.in(folder.resolve("other"), cache).needs("alpha");

    assertThatThrownBy(() -> without.environment(new ProjectOptions(false, Packager.UV)).lock())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("uv is not on PATH");
  }
}
