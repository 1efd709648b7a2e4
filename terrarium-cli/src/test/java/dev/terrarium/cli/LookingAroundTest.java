package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.input.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The commands that run nothing.
@Execution(ExecutionMode.CONCURRENT)
class LookingAroundTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void checkAcceptsAManifestWithoutRunningIt() throws IOException {
    place.chain("PassThrough", "Echo");

    var said = place.call("check", "pipeline.json");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).isEqualTo("pipeline.json: ok, 2 nodes\n");
    assertThat(said.errors()).isEmpty();
  }

  @Test
  void checkReadsYamlWhereTheNameSaysSo() throws IOException {
    Files.writeString(
        folder.resolve("pipeline.yml"),
        """
        version: v1
        metadata: {name: n}
        nodes: [{id: a, node_type: Echo}]
        connections: []
        """);
    Files.writeString(folder.resolve("faulty.yaml"), "version: [v1\n");

    assertThat(place.call("check", "pipeline.yml").output())
        .isEqualTo("pipeline.yml: ok, 1 node\n");
    assertThat(place.call("check", "faulty.yaml").exit()).isEqualTo(2);
    assertThat(place.call("check", "faulty.yaml").errors())
        .contains("$: line 2, column 1: not YAML");
  }

  @Test
  void checkPrintsTheSchemaOfManifests() throws IOException {
    var said = place.call("check", "--schema");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).startsWith("{").contains("draft/2020-12").contains("\"timeout_ms\"");
  }

  @Test
  void checkAsksForAManifest() throws IOException {
    var said = place.call("check");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("Which manifest?");
  }

  @Test
  void nodesListsThemAndShowsOne() throws IOException {
    assertThat(place.call("nodes").output()).contains("AudioResampler").contains("module:Class");
    assertThat(place.call("nodes", "AudioResampler").output()).contains("target_sample_rate");
  }

  @Test
  void nodesSaysWhatWasMeant() throws IOException {
    place.write("words.py", "class Count:\n  def process(self, x): return x\n");

    assertThat(place.call("nodes", "Ecco").exit()).isEqualTo(2);
    assertThat(place.call("nodes", "Ecco").errors())
        .startsWith("terrarium: There is no built-in node Ecco; did you mean 'Echo'?");
    assertThat(place.call("nodes", "words:Cuont").errors())
        .isEqualTo("terrarium: module 'words' has no 'Cuont'; did you mean 'Count'?\n");
  }

  @Test
  void checkRefusesPythonThatTakesNoItems() throws IOException {
    place
        .write("nodes.py", "class Idle:\n  pass\ndef nothing():\n  return 1\n")
        .chain("nodes:Idle", "nodes:nothing");

    var said = place.call("check", "pipeline.json");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains(
            "$.nodes[0].node_type: 'nodes:Idle' has neither process(item) nor aprocess(item)",
            "$.nodes[1].node_type: 'nodes:nothing' takes no item: give the function a parameter");
  }

  @Test
  void nodesShowsWhatOneTakesAndEmitsItsBoundsAndHowItIsWritten() throws IOException {
    assertThat(place.call("nodes", "VoiceActivityDetector").output())
        .isEqualTo(
            """
            VoiceActivityDetector
              Finds the frames of sound in which somebody speaks, by their loudness.
              Takes frames of sound.
              Emits the frames with metadata, or those with speech.
              Runs in java.

            Parameters:
              frame_duration_ms  a whole number from 1 to 10000, otherwise 30: length of the windows that are judged
              energy_threshold   a number, at least 0, otherwise 0.02: root mean square above which a window is speech; full scale is 1
              speech_threshold   a number from 0 to 1, otherwise 0.3: the part of a frame's windows from which on the frame is speech
              filter_mode        true or false, otherwise false: emit only frames with speech, and no metadata
              include_metadata   true or false, otherwise true: say of each frame what was found

            In a manifest:
              {"id":"voice_activity_detector","node_type":"VoiceActivityDetector","params":{"energy_threshold":0.05,"filter_mode":true}}
            """);
  }

  @Test
  @SuppressWarnings("unchecked")
  void doctorTellsWhichPythonWorksAndWhy() throws IOException {
    var said = place.call("doctor", "--json");

    assertThat(said.exit()).isZero();
    try (var input = Input.open(said.output(), InputStream.nullInputStream())) {
      assertThat((Map<String, Object>) input.items().next())
          .containsEntry("healthy", true)
          .containsEntry("why", "named by TERRARIUM_PYTHON")
          .containsKeys("candidates", "jdk", "platform", "cache")
          .extractingByKey("trial", InstanceOfAssertFactories.MAP)
          .containsKeys("start_ms", "round_trip_ns", "numpy");
    }
  }

  @Test
  void doctorFailsWhereNoPythonWorks() throws IOException {
    var said = place.call("doctor", "--python", "no/python");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.output()).contains("Python does not work: ").contains("no/python");
  }

  @Test
  void helpAndVersionGoToStandardOutput() throws IOException {
    assertThat(place.call("--help").output())
        .contains("run", "check", "nodes", "doctor", "env", "bench");
    assertThat(place.call("run", "-h").output()).contains("--input", "--json-errors");
    assertThat(place.call("--version").output()).matches("terrarium \\d.*\n");
  }
}
