package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.accepted;
import static dev.terrarium.pipeline.manifest.Manifests.faultsOfKinds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyprojectTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[project]\\nname = \\\"speech\\\"",
        "[project]",
        "# what it needs\\nproject.name = 'speech'",
        "\\\"project\\\".name = 'speech'"
      })
  void takesTextOfTomlForTheProjectItself(String toml) {
    assertThat(accepted(manifest("\"" + toml + "\"")).manifest().pyproject())
        .containsInstanceOf(Manifest.Pyproject.Text.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pyproject.toml", "../speech", ".", "env [old]/pyproject.toml"})
  void takesAnythingElseForAPath(String path) {
    assertThat(accepted(manifest("\"" + path + "\"")).manifest().pyproject())
        .contains(new Manifest.Pyproject.File(path));
  }

  @Test
  void isNothingWhereItIsLeftOut() {
    assertThat(accepted(manifest("null")).manifest().pyproject()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "'' | must be a path, or the text of a pyproject.toml, not the text \"\"",
        "{} | must be a text, not an object"
      })
  void refusesWhatIsNeither(String value, String message) {
    assertThat(faultsOfKinds(manifest(value.replace('\'', '"'))))
        .containsExactly("$.pyproject: " + message);
  }

  @Test
  void refusesLinesOfWhichNoneIsToml() {
    assertThat(faultsOfKinds(manifest("\"a\\nb\"")))
        .singleElement()
        .asString()
        .startsWith("$.pyproject: must be a path, or the text of a pyproject.toml");
  }

  private static String manifest(String pyproject) {
    return """
    {"version": "v1", "metadata": {"name": "n"}, "connections": [], "pyproject": %s,
     "nodes": [{"id": "a", "node_type": "Each"}]}
    """
        .formatted(pyproject);
  }
}
