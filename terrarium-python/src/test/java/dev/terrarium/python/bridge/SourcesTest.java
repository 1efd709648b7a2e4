package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final Path FOLDER = Path.of("../python/src/terrarium");

  /// Runs pipelines where there is no JVM, and so is never wanted within one.
  private static final List<String> PYTHONS_OWN_EXECUTOR =
      List.of(
          "_awaiting",
          "_conduct",
          "_engine",
          "_graphs",
          "_kinds",
          "_manifests",
          "_python_runs",
          "_stages",
          "_stream_stage");

  @Test
  void namesEveryFileOfThePythonPackageButItsExecutor() throws IOException {
    List<String> expected;
    try (var files = Files.walk(FOLDER)) {
      expected =
          files
              .map(file -> FOLDER.relativize(file).toString())
              .filter(name -> name.endsWith(".py"))
              .map(name -> name.substring(0, name.length() - 3))
              .sorted()
              .toList();
    }

    assertThat(expected).containsAll(PYTHONS_OWN_EXECUTOR);
    assertThat(Sources.FILES)
        .containsExactlyElementsOf(
            expected.stream().filter(name -> !PYTHONS_OWN_EXECUTOR.contains(name)).toList());
  }

  @Test
  void namesAFolderThatOtherProcessesCanImportFrom() {
    Path folder = Path.of(Sources.folder().orElseThrow());

    assertThat(folder.resolve("terrarium").resolve("__init__.py")).exists();
  }

  @Test
  void readsEachModuleByItsDottedName() throws IOException {
    Map<String, String> sources = Sources.read();

    assertThat(sources).containsKeys("terrarium", Sources.FINDER, Sources.EMBEDDED);
    assertThat(sources.get("terrarium")).isEqualTo(Files.readString(FOLDER.resolve("__init__.py")));
    assertThat(sources.get("terrarium.robot._arm"))
        .isEqualTo(Files.readString(FOLDER.resolve("robot/_arm.py")));
  }

  @Test
  void aFolderIsAPackage() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      assertThat(Sources.read().keySet().stream().filter(Sources::isPackage))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(file -> file.endsWith("__init__.py"))
                  .map(file -> FOLDER.getParent().relativize(file.getParent()).toString())
                  .map(folder -> folder.replace('/', '.'))
                  .toList());
    }
  }
}
