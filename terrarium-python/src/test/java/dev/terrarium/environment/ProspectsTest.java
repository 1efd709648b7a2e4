package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProspectsTest {
  @TempDir Path folder;

  private List<Path> of(Origin origin, SearchPath path) {
    return new Prospects(path).of(origin).stream().map(Prospect::path).toList();
  }

  private SearchPath from(Path directory) {
    return FakePython.nowhere(directory);
  }

  private SearchPath installed(InstalledPlaces places) {
    return new SearchPath(
        Optional.empty(), Optional.empty(), folder, places, List.of(), folder.resolve("cache"));
  }

  private void makePrograms(String... names) throws IOException {
    for (String name : names) {
      Path program = folder.resolve(name);
      Files.createDirectories(program.getParent());
      Files.createFile(program);
    }
  }

  @Test
  void findsTheProjectsEnvironmentFromAFolderBelow() throws IOException {
    Path environment = Files.createDirectories(folder.resolve("project/.venv"));
    Path below = Files.createDirectories(folder.resolve("project/src/deep"));

    assertThat(of(Origin.PROJECT, from(below))).containsExactly(environment);
  }

  @Test
  void prefersTheNearestEnvironment() throws IOException {
    Files.createDirectories(folder.resolve("project/.venv"));
    Path nearer = Files.createDirectories(folder.resolve("project/part/.venv"));

    assertThat(of(Origin.PROJECT, from(folder.resolve("project/part")))).containsExactly(nearer);
  }

  @Test
  void looksForNoEnvironmentAboveTheRepository() throws IOException {
    Files.createDirectories(folder.resolve(".venv"));
    Path repository = Files.createDirectories(folder.resolve("clone/.git")).getParent();
    Path below = Files.createDirectories(repository.resolve("src"));

    assertThat(of(Origin.PROJECT, from(below))).isEmpty();
  }

  @Test
  void findsTheEnvironmentAtTheRepositorysRoot() throws IOException {
    Files.createDirectories(folder.resolve("clone/.git"));
    Path environment = Files.createDirectories(folder.resolve("clone/.venv"));

    assertThat(of(Origin.PROJECT, from(folder.resolve("clone/src")))).containsExactly(environment);
  }

  @Test
  void listsProgramsInTheOrderOfPathAndTheNewestFirst() throws IOException {
    makePrograms("one/python3.9", "one/python", "one/python3", "one/python3.13", "two/python3");
    makePrograms("one/python3-config", "one/pythonw", "one/python2.7");

    List<Path> found =
        of(
            Origin.PATH,
            installed(
                new InstalledPlaces(
                    List.of(folder.resolve("one"), folder.resolve("gone"), folder.resolve("two")),
                    List.of(),
                    List.of())));

    assertThat(found.stream().map(folder::relativize).map(Path::toString))
        .containsExactly(
            "one/python3", "one/python3.13", "one/python3.9", "one/python", "two/python3");
  }

  @Test
  void asksAVersionManagersShimsForTheirDefaultOnly() throws IOException {
    makePrograms("shims/python", "shims/python3", "shims/python3.12", "shims/python3.13");

    List<Path> found =
        of(
            Origin.PATH,
            installed(new InstalledPlaces(List.of(folder.resolve("shims")), List.of(), List.of())));

    assertThat(found).containsExactly(folder.resolve("shims/python3"));
  }

  @Test
  void listsInstalledVersionsTheNewestFirst() throws IOException {
    for (String name : List.of("3.9.18", "3.13.0", "3.10.13", "2.7.18", "pypy3.10-7.3.12")) {
      Files.createDirectories(folder.resolve("versions").resolve(name));
    }

    List<Path> found =
        of(
            Origin.PYENV,
            installed(
                new InstalledPlaces(List.of(), List.of(), List.of(folder.resolve("versions")))));

    assertThat(found.stream().map(Path::getFileName).map(Path::toString))
        .containsExactly("3.13.0", "3.10.13", "3.9.18");
  }
}
