package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.SearchPath;
import dev.terrarium.environment.UnpackListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonSettingsTest {
  private @TempDir Path folder;

  @Test
  void makesTheEnvironmentOfAProject() throws IOException {
    Files.writeString(
        folder.resolve("pyproject.toml"), "[project]\nname = \"scores\"\ndependencies = []\n");
    var settings =
        PythonSettings.choosing(
            SearchPath.ofProcess().withRequest("bundled", "the test"),
            UnpackListener.silent(),
            List.of(),
            _ -> {},
            _ -> {});

    var python = settings.in(folder).installation().get();

    assertThat(python.prefix()).isEqualTo(folder.resolve(".venv"));
  }

  @Test
  void importsFromAddedFoldersFirst() {
    var settings =
        new PythonSettings(
            () -> {
              throw new AssertionError("No interpreter is needed");
            },
            List.of(Path.of("usual")),
            _ -> {},
            _ -> {});

    assertThat(settings.importingFirst(List.of(Path.of("own"))).path())
        .containsExactly(Path.of("own"), Path.of("usual"));
  }
}
