package dev.terrarium.pipeline.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Manifests as the reference system wrote them: each field wrong by itself, all at once, and one
/// that is right.
class ReferenceManifestTest {
  private static final String RIGHT =
      """
      {"version": "v1",
       "metadata": {"name": "n", "description": "d", "created_at": "2025-10-23T09:00:00Z"},
       "nodes": [
         {"id": "a", "node_type": "Echo", "params": {},
          "capabilities": {"gpu": {"type": "cuda", "min_memory_gb": 4, "required": false},
                           "cpu": {"cores": 2, "arch": "x86_64"}, "memory_gb": 8},
          "runtime_hint": "auto"},
         {"id": "b", "node_type": "PassThrough", "params": null}],
       "connections": [{"from": "a", "to": "b"}]}
      """;

  /// A part of the manifest, what it is made into, and the fault of that.
  record Row(String right, String wrong, String fault) {
    String in(String json) {
      assertThat(json).contains(right);
      return json.replace(right, wrong);
    }
  }

  /// No two of them touch the same part.
  static Stream<Row> rows() {
    var nodes = "$.nodes[0].";
    var capabilities = nodes + "capabilities.";
    return Stream.of(
        row("\"v1\"", "2", "$.version: must be a text, not the number 2"),
        row(
            "\"name\": \"n\"",
            "\"name\": \"" + "n".repeat(256) + "\"",
            "$.metadata.name: must be 1 to 255 characters long, not the text \""
                + "n".repeat(60)
                + "…\""),
        row("\"d\"", "[]", "$.metadata.description: must be a text, not a list"),
        row(
            "2025-10-23T09",
            "2025-13-23T09",
            "$.metadata.created_at: must be a date and time with an offset, such as"
                + " 2025-10-23T09:00:00Z, not the text \"2025-13-23T09:00:00Z\""),
        row(
            "\"Echo\"",
            "\"Ecco\"",
            nodes + "node_type: there is no node type 'Ecco'; did you mean" + " 'Echo'?"),
        row(
            "\"params\": {}",
            "\"params\": 1",
            nodes + "params: must be an object, not the number 1"),
        row(
            "\"cuda\"",
            "\"tpu\"",
            capabilities
                + "gpu.type: must be one of cuda, rocm, metal, vulkan, any, not the text \"tpu\""),
        row(
            "_gb\": 4",
            "_gb\": -4",
            capabilities + "gpu.min_memory_gb: must be at least 0, not the number -4"),
        row("false", "0", capabilities + "gpu.required: must be true or false, not the number 0"),
        row(
            "\"cores\": 2",
            "\"cores\": 0",
            capabilities + "cpu.cores: must be a whole number, at least 1, not the number 0"),
        row(
            "\"x86_64\"",
            "\"z80\"",
            capabilities
                + "cpu.arch: must be one of x86_64, aarch64, arm, any, not the text \"z80\""),
        row(
            "_gb\": 8",
            "_gb\": \"8\"",
            capabilities + "memory_gb: must be a number, not the text \"8\""),
        row(
            "\"runtime_hint\": \"auto\"",
            "\"host\": \"gpu-box\"",
            nodes + "host: must be host:port, not the text \"gpu-box\""),
        row(
            "\"id\": \"b\"",
            "\"id\": \"a\"",
            "$.nodes[1].id: the id 'a' is taken by an earlier node"),
        row("\"from\": \"a\"", "\"from\": \"x\"", "$.connections[0].from: there is no node 'x'"),
        row("\"to\": \"b\"", "\"to\": \"y\"", "$.connections[0].to: there is no node 'y'"));
  }

  @Test
  void acceptsWhatIsRight() {
    assertThat(faults(RIGHT)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesTheFaultOfEachField(Row row) {
    assertThat(faults(row.in(RIGHT))).contains(row.fault());
  }

  @Test
  void namesTheFaultsOfAllFieldsAtOnce() {
    var json = RIGHT;
    for (var row : rows().toList()) {
      json = row.in(json);
    }

    assertThat(faults(json)).containsExactlyInAnyOrderElementsOf(rows().map(Row::fault).toList());
  }

  @Test
  void saysOfEachRequiredFieldThatItIsMissing() {
    var required = new LinkedHashMap<String, String>();
    required.put("\"version\": \"v1\",", "$.version: is missing; it must be \"v1\"");
    required.put(
        "\"name\": \"n\",",
        "$.metadata.name: is missing; it must be a text, 1 to 255 characters long");
    required.put(
        "\"id\": \"a\",",
        "$.nodes[0].id: is missing; it must be a text of letters, digits, '_' and '-', at least one");
    required.put(
        "\"type\": \"cuda\",",
        "$.nodes[0].capabilities.gpu.type: is missing; it must be one of cuda, rocm, metal, vulkan, any");
    required.put(
        "\"from\": \"a\",", "$.connections[0].from: is missing; it must be the id of a node");

    for (Map.Entry<String, String> entry : required.entrySet()) {
      assertThat(RIGHT).contains(entry.getKey());
      assertThat(faults(RIGHT.replace(entry.getKey(), ""))).contains(entry.getValue());
    }
  }

  @Test
  void namesACycleBesideAVersionThatItDoesNotKnow() {
    var json = RIGHT.replace("\"v1\"", "\"v2\"").replace("\"to\": \"b\"", "\"to\": \"a\"");

    assertThat(faults(json))
        .containsExactly(
            "$.version: must be \"v1\", not the text \"v2\"",
            "$.connections[0]: the connections form a cycle: a -> a");
  }

  @Test
  void refusesTheReferencesExampleWithEveryReason() {
    var json =
        """
        {"version":"v1","metadata":{"name":"mic-to-text","created_at":"2025-10-23T09:00:00Z"},
         "nodes":[
          {"id":"mic_0","node_type":"AudioTransform","params":{"output_sample_rate":16000,"output_channels":1}},
          {"id":"asr_1","node_type":"WhisperTranscriptionNode","params":{"model_id":"openai/whisper-base"},
           "capabilities":{"gpu":{"type":"cuda","min_memory_gb":4,"required":false},"memory_gb":8},
           "runtime_hint":"cpython","host":"gpu-box:50051"}],
         "connections":[{"from":"mic_0","to":"asr_1"}]}
        """;

    assertThat(faults(json))
        .containsExactly(
            "$.nodes[1].host: the node cannot run on gpu-box:50051: no transport to other hosts"
                + " exists yet",
            "$.nodes[1].node_type: 'WhisperTranscriptionNode' is a node of RemoteMedia that Terrarium"
                + " does not have: it runs a model, and none comes with Terrarium; load the model in a"
                + " Python class of yours, written module:Class");
  }

  private static Row row(String right, String wrong, String fault) {
    return new Row(right, wrong, fault);
  }

  private static List<String> faults(String json) {
    try (var catalog = NodeCatalog.load(Settings.of())) {
      return switch (new ManifestReader(catalog, Manifests.MACHINE).read(json)) {
        case Reading.Refused refused -> refused.faults().stream().map(Fault::toString).toList();
        case Reading.Accepted _ -> List.of();
      };
    }
  }
}
