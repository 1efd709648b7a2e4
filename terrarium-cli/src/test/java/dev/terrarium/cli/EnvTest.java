package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.input.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The command that makes environments; what it makes is tested in its own room.
@Execution(ExecutionMode.CONCURRENT)
class EnvTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder);
    Files.createFile(folder.resolve(".git"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void makesTheEnvironmentThatThenRuns() throws IOException {
    place.write("pyproject.toml", "[project]\nname = \"it\"\ndependencies = []\n");
    place.write(
        "where.py",
        "import sys\n\nclass Where:\n    def process(self, x):\n        return sys.prefix\n");
    place.chain("where:Where");

    var synced = place.call("env", "sync", "--installer", "pip");
    var shown = place.call("env", "show", "--json");

    assertThat(synced.exit()).as(synced.errors()).isZero();
    assertThat(synced.output()).contains(".venv: Python 3.14");
    assertThat(synced.errors()).contains("has no terrarium.lock yet");
    assertThat(shown.exit()).isZero();
    try (var input = Input.open(shown.output(), InputStream.nullInputStream())) {
      assertThat((Map<String, Object>) input.items().next())
          .containsEntry("current", true)
          .containsEntry("locked", List.of());
    }
    assertThat(place.callUnnamed("run", "pipeline.json", "--input", "[1]").output())
        .contains(folder.toRealPath().resolve(".venv").toString());
  }

  @Test
  void makesTheEnvironmentThatAManifestAsksForAndRunsInIt() throws IOException {
    place.write(
        "where.py",
        "import sys\n\nclass Where:\n    def process(self, x):\n        return sys.prefix\n");
    place.write(
        "pipeline.yaml",
        """
        version: v1
        metadata: {name: own environment}
        pyproject: |
          [project]
          name = "it"
          dependencies = []
        nodes: [{id: where, node_type: "where:Where"}]
        connections: []
        """);

    var first = place.call("run", "pipeline.yaml", "--input", "[1]");
    var second = place.call("run", "pipeline.yaml", "--input", "[1]");

    assertThat(first.exit()).as(first.errors()).isZero();
    assertThat(first.output()).contains("manifests");
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(second.errors()).isEmpty();
  }

  @Test
  void refusesAManifestWhoseProjectIsNotThere() throws IOException {
    place.write("where.py", "def where(x): return x\n");
    place.write(
        "pipeline.json",
        """
        {"version": "v2", "metadata": {"name": "x"}, "pyproject": "elsewhere/pyproject.toml",
         "nodes": [{"id": "where", "node_type": "where:where"}], "connections": []}
        """);

    var said = place.call("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains(
            "$.pyproject: leads to no project, so Python nodes were not looked at: There is no"
                + " pyproject.toml in ",
            "elsewhere: name a project's folder\n",
            "$.version: must be \"v1\"");
  }

  @Test
  void tellsAProjectsFaultsAllAtOnceAndEndsWithTwo() throws IOException {
    place.write(
        "pyproject.toml", "[project]\ndependencies = [1, \"= 3\"]\n[tool.terrarium]\nx = 1\n");

    var said = place.call("env", "lock");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains("project.dependencies[0] is a number, and should be a text")
        .contains("project.dependencies[1], '= 3', is no requirement")
        .contains("tool.terrarium.x is unknown");
    assertThat(folder.resolve("terrarium.lock")).doesNotExist();
  }

  @Test
  void showsThatNothingIsLockedYet() throws IOException {
    place.write("pyproject.toml", "[project]\nname = \"it\"\n");

    var said = place.call("env", "show");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.output()).contains("Not as it should be: it has no terrarium.lock");
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    assertThat(place.call("env").errors()).contains("env needs one of lock, sync and show");
    assertThat(place.call("env", "sync").errors()).contains("There is no pyproject.toml in ");
    assertThat(place.call("env", "lock", "--installer", "npm", "--project", ".").exit())
        .isEqualTo(2);
    assertThat(place.call("env", "--help").output()).contains("lock", "sync", "show");
  }
}
