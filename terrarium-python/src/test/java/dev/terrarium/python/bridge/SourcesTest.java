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

  @Test
  void namesEveryFileOfThePythonPackage() throws IOException {
    List<String> expected;
    try (var files = Files.list(FOLDER)) {
      expected =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".py"))
              .map(name -> name.substring(0, name.length() - 3))
              .sorted()
              .toList();
    }

    assertThat(Sources.FILES).containsExactlyElementsOf(expected);
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
    assertThat(sources.keySet().stream().filter(Sources::isPackage)).containsExactly("terrarium");
  }
}
