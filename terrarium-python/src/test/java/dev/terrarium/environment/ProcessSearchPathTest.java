package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSearchPathTest {
  @TempDir Path folder;

  private SearchPath read(Map<String, String> variables, String... properties) {
    Properties all = new Properties();
    all.setProperty("user.home", folder.toString());
    all.setProperty("user.dir", folder.resolve("work").toString());
    for (int index = 0; index < properties.length; index += 2) {
      all.setProperty(properties[index], properties[index + 1]);
    }
    return ProcessSearchPath.read(variables, all);
  }

  @Test
  void readsWhatAnEmptyProcessHas() {
    SearchPath path = read(Map.of());

    assertThat(path.request()).isEmpty();
    assertThat(path.virtualEnv()).isEmpty();
    assertThat(path.directory()).isEqualTo(folder.resolve("work"));
    assertThat(path.installed().path()).isEmpty();
    assertThat(path.installed().versions())
        .startsWith(folder.resolve(".pyenv/versions"))
        .contains(folder.resolve(".local/share/uv/python"));
    assertThat(path.jars()).isEmpty();
    assertThat(path.cache()).isEqualTo(folder.resolve(".cache/terrarium"));
  }

  @Test
  void readsTheVariables() {
    SearchPath path =
        read(
            Map.of(
                "TERRARIUM_PYTHON", "3.12",
                "VIRTUAL_ENV", "/env",
                "PATH", "/a" + File.pathSeparator + File.pathSeparator + "/b",
                "PYENV_ROOT", "/pyenv",
                "XDG_CACHE_HOME", "/xdg"));

    assertThat(path.request()).contains(new Request("3.12", "TERRARIUM_PYTHON"));
    assertThat(path.virtualEnv()).contains(Path.of("/env"));
    assertThat(path.installed().path()).containsExactly(Path.of("/a"), Path.of("/b"));
    assertThat(path.installed().versions()).startsWith(Path.of("/pyenv/versions"));
    assertThat(path.cache()).isEqualTo(Path.of("/xdg/terrarium"));
  }

  @Test
  void putsTheCacheWhereItIsTold() {
    assertThat(read(Map.of("TERRARIUM_CACHE", "/mine", "XDG_CACHE_HOME", "/xdg")).cache())
        .isEqualTo(Path.of("/mine"));
  }

  @Test
  void makesNoFolderOfTheMarkForAUserWithoutAHome() {
    assertThat(read(Map.of(), "user.home", "?").cache()).isEqualTo(Path.of("/.cache/terrarium"));
  }

  @Test
  void ignoresVariablesThatAreSetToNothing() {
    SearchPath path =
        read(Map.of("TERRARIUM_PYTHON", "", "VIRTUAL_ENV", " ", "TERRARIUM_CACHE", ""));

    assertThat(path.request()).isEmpty();
    assertThat(path.virtualEnv()).isEmpty();
    assertThat(path.cache()).isEqualTo(folder.resolve(".cache/terrarium"));
  }

  @Test
  void takesTheJarsOfTheClassPathAndTheModulePath() {
    SearchPath path =
        read(
            Map.of(),
            "java.class.path",
            "/one.jar" + File.pathSeparator + "/classes",
            "jdk.module.path",
            "/two.jar");

    assertThat(path.jars()).containsExactly(Path.of("/one.jar"), Path.of("/two.jar"));
  }

  @Test
  void takesTheJarsOfTheFolderThatTheLauncherNames() throws IOException {
    Files.createFile(folder.resolve("b.jar"));
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("notes.txt"));

    SearchPath path =
        read(Map.of(), "terrarium.bundled", folder.toString(), "java.class.path", "/one.jar");

    assertThat(path.jars()).containsExactly(folder.resolve("a.jar"), folder.resolve("b.jar"));
  }

  @Test
  void aRequestReplacesTheVariables() {
    SearchPath path = read(Map.of("TERRARIUM_PYTHON", "3.12")).withRequest("bundled", "--python");

    assertThat(path.request()).contains(new Request("bundled", "--python"));
  }

  @Test
  void refusesAnEmptyRequest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of()).withRequest(" ", "--python"))
        .withMessageStartingWith("--python is empty");
  }
}
