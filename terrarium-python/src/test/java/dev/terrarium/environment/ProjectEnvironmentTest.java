package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.environment.ProjectOptions.Packager;
import dev.terrarium.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Locks and environments of projects, made by the pip of the bundled Python from a folder of
/// wheels.
class ProjectEnvironmentTest {
  /// Shared, as the bundled Python is unpacked there.
  @TempDir static Path cache;

  @TempDir Path folder;
  private Workspace space;

  @BeforeEach
  void open() throws IOException {
    space = Workspace.in(folder.toRealPath().resolve("a project"), cache);
    space.wheels().add("beta", "1.5").add("beta", "2.0").add("alpha", "1.0", "beta>=1");
  }

  private static String run(Path program, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    ChildJvm.Ended ended = ChildJvm.run(ChildJvm.PATIENCE, command.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.output()).isZero();
    return ended.output().strip();
  }

  private List<String> environments() throws IOException {
    try (Stream<Path> found = Files.list(cache.resolve("environments"))) {
      return found.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void locksEveryPackageWithItsHash() throws IOException {
    ProjectState state = space.needs("Alpha").environment().lock();

    assertThat(state.locked()).containsExactly("alpha==1.0", "beta==2.0");
    assertThat(state.python()).isEqualTo("3.14");
    assertThat(state.faults()).singleElement().asString().contains("not made yet");
    assertThat(space.project().lock())
        .content()
        .contains("# dependency alpha\n")
        .containsPattern("alpha==1.0 \\\\\n    --hash=sha256:[0-9a-f]{64}\n");
  }

  @Test
  void makesTheEnvironmentThatIsThenChosen() throws IOException {
    space.needs("alpha", "beta<2").environment().lock();

    Installation made = space.environment().sync();

    assertThat(made.isVirtual()).isTrue();
    assertThat(space.project().link()).isSymbolicLink();
    assertThat(run(made.executable(), "-c", "import alpha, beta; print(beta.VERSION)"))
        .isEqualTo("1.5");
    assertThat(run(space.project().link().resolve("bin/beta"))).isEqualTo("1.5");
    assertThat(Environment.choose(space.path()).executable()).isEqualTo(made.executable());
    assertThat(space.environment().state().isCurrent()).isTrue();
    assertThat(space.environment().state().installed()).containsExactly("alpha==1.0", "beta==1.5");
  }

  @Test
  void sharesAnEnvironmentBetweenProjectsOfOneLock() throws IOException {
    space.needs("beta").environment().sync();
    Workspace other = Workspace.in(folder.resolve("other"), cache);
    other.wheels().add("beta", "1.5").add("beta", "2.0");
    other.needs("beta").environment().sync();

    assertThat(other.project().link().toRealPath()).isEqualTo(space.project().link().toRealPath());
    assertThat(other.notices()).noneMatch(notice -> notice.startsWith("Making"));
  }

  @Test
  void needsNoPlaceOfPackagesOnceTheyWereFetched() throws IOException {
    space.needs("alpha").environment().sync();
    Folders.delete(space.wheels().folder());
    Folders.delete(space.project().link().toRealPath());

    Installation again = space.environment(new ProjectOptions(true, Packager.PIP)).sync();

    assertThat(run(again.executable(), "-c", "import alpha; print(alpha.VERSION)"))
        .isEqualTo("1.0");
  }

  @Test
  void refusesAProjectThatHasChangedSinceItWasLocked() throws IOException {
    space.needs("alpha", "beta").environment().sync();

    space.needs("alpha", "beta<2");

    assertThatThrownBy(() -> space.environment().sync())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("pyproject.toml has changed since it was locked: ")
        .hasMessageContaining("'beta<2' was added, 'beta' was removed")
        .hasMessageContaining("`terrarium env lock`");
    assertThatThrownBy(() -> Environment.choose(space.path()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("'beta<2' was added");
    assertThat(space.environment().state().isCurrent()).isFalse();
  }

  @Test
  void mindsNoChangeThatHasNoBearingOnThePackages() throws IOException {
    Installation made = space.needs("beta").environment().sync();

    Files.writeString(
        space.project().pyproject(),
        Files.readString(space.project().pyproject())
            .replace("version = \"1\"", "version = \"2\""));

    assertThat(Environment.choose(space.path()).executable()).isEqualTo(made.executable());
  }

  @Test
  void choosesNothingElseWhereTheLockedEnvironmentIsNotMade() throws IOException {
    space.needs("beta").environment().lock();

    assertThatThrownBy(() -> Environment.choose(space.path()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("not made here (`terrarium env sync`)")
        .hasMessageContaining("--python");
    assertThat(Environment.choose(space.path().withRequest("bundled", "test")).origin())
        .isEqualTo(Origin.BUNDLED);
  }

  @Test
  void makesADamagedEnvironmentAgain() throws IOException {
    Installation made = space.needs("beta").environment().sync();
    Path module = made.prefix().toRealPath().resolve("lib/python3.14/site-packages/beta.py");
    Files.delete(module);
    assertThat(space.environment().state().faults())
        .singleElement()
        .asString()
        .contains("damaged: lib/python3.14/site-packages/beta.py is missing");

    space.environment().sync();

    assertThat(module).exists();
  }

  @Test
  void namesAFileThatWasChangedThoughItIsAsLongAsBefore() throws IOException {
    Path module = module(space.needs("beta").environment().sync(), "beta.py");
    Files.writeString(module, Files.readString(module).replace("2.0", "6.6"));

    assertThat(space.environment().state().faults())
        .singleElement()
        .asString()
        .contains("damaged: lib/python3.14/site-packages/beta.py has been changed (`terrarium env");
    space.environment().sync();

    assertThat(module).content().contains("VERSION = '2.0'");
  }

  @Test
  void readsEveryFileWhereAsked() throws IOException {
    Path module = module(space.needs("beta").environment().sync(), "beta.py");
    FileTime before = Files.getLastModifiedTime(module);
    Files.writeString(module, Files.readString(module).replace("2.0", "6.6"));
    Files.setLastModifiedTime(module, before);
    ProjectOptions reading = new ProjectOptions(false, Packager.PIP).readingEveryFile();

    assertThat(space.environment().state().isCurrent()).isTrue();
    assertThat(space.environment(reading).state().faults().toString())
        .contains("beta.py has been changed");
    space.environment(reading).sync();

    assertThat(module).content().contains("VERSION = '2.0'");
  }

  @Test
  void mindsNoFileWhoseTimeAloneHasChangedAndNothingThatPythonCompiled() throws IOException {
    Path module = module(space.needs("beta").environment().sync(), "beta.py");
    Files.setLastModifiedTime(module, FileTime.fromMillis(1));
    Path compiled = Files.createDirectories(module.resolveSibling("more").resolve("__pycache__"));
    Files.createFile(compiled.resolve("more.cpython-314.pyc"));

    assertThat(space.environment().state().faults()).isEmpty();
  }

  @Test
  void namesFilesThatDoNotBelongToTheEnvironment() throws IOException {
    Path module = module(space.needs("beta").environment().sync(), "beta.py");
    Path foreign = Files.writeString(module.resolveSibling("sitecustomize.py"), "import os");

    assertThat(space.environment().state().faults())
        .singleElement()
        .asString()
        .contains("site-packages/sitecustomize.py does not belong to it");
    space.environment().sync();

    assertThat(foreign).doesNotExist();
    assertThat(space.notices())
        .anyMatch(notice ->
            notice.contains("is made again")
                && notice.contains("sitecustomize.py does not belong"));
  }

  private static Path module(Installation made, String file) throws IOException {
    return made.prefix().toRealPath().resolve("lib/python3.14/site-packages").resolve(file);
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException {
    space.needs("beta").environment().sync();
    Path made = space.project().link().toRealPath();
    Path draft = made.resolveSibling(made.getFileName() + ".draft-1");
    Files.move(made, draft);

    space.environment().sync();

    assertThat(made).isDirectory();
    assertThat(draft).doesNotExist();
    assertThat(space.notices()).anyMatch(notice -> notice.contains("was cut short and left"));
    assertThat(environments()).noneMatch(name -> name.contains(".draft-"));
  }

  @Test
  void leavesAnEnvironmentOfSomebodyElseAlone() throws IOException {
    Files.createDirectories(space.project().link().resolve("bin"));

    assertThatThrownBy(() -> space.needs("beta").environment().sync())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(".venv was not made by Terrarium: remove it");
  }

  @Test
  void replacesALinkToAnEnvironmentOfACacheThatIsGone() throws IOException {
    Path gone = folder.resolve("environments/python-3.14.3-0123456789abcdef01234567");
    Files.createSymbolicLink(space.project().link(), gone);

    space.needs().environment().sync();

    assertThat(space.environment().state().isCurrent()).isTrue();
  }

  @Test
  void leavesALinkThatLeadsNowhereAlone() throws IOException {
    Files.createSymbolicLink(space.project().link(), Path.of("../unmounted/env"));

    assertThatThrownBy(() -> space.needs().environment().sync())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(".venv is a link to ")
        .hasMessageContaining("unmounted/env, which is not there: remove the link");
    assertThat(space.project().link()).isSymbolicLink();
  }

  @Test
  void givesAnEmptyProjectAnEmptyEnvironment() throws IOException {
    space.needs().environment().sync();

    assertThat(space.environment().state().isCurrent()).isTrue();
    assertThat(space.environment().state().installed()).isEmpty();
  }

  @Test
  void takesExtrasAndThePythonFromTheProjectsSettings() throws IOException {
    space.write(
        """
        [project]
        name = "it"
        requires-python = ">=3.11"
        [project.optional-dependencies]
        robot = ["beta<2"]
        [tool.terrarium]
        python = "bundled"
        extras = ["robot"]
        find-links = ["wheels"]
        no-index = true
        """);

    assertThat(space.environment().lock().locked()).containsExactly("beta==1.5");
  }
}
