package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.MACHINE;
import static dev.terrarium.pipeline.manifest.Manifests.faultsOfKinds;
import static dev.terrarium.pipeline.manifest.Manifests.node;
import static dev.terrarium.pipeline.manifest.Manifests.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.terrarium.pipeline.NodeCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the published schema against the reader.
class ManifestSchemaTest {
  /// Every object that a manifest may hold.
  private static final String WHOLE =
      """
      {"version": "v1",
       "metadata": {"name": "n", "description": "d", "created_at": "2025-10-23T09:00:00+02:00",
                    "auto_negotiate": false},
       "pyproject": "pyproject.toml",
       "nodes": [
         {"id": "a", "node_type": "Either", "params": {"any": [1]},
          "capabilities": {"gpu": {"type": "any", "min_memory_gb": 0.5, "required": false},
                           "cpu": {"cores": 1, "arch": "any"}, "memory_gb": 1},
          "runtime": "java", "runtime_hint": "java", "is_streaming": false, "isolation": "thread",
          "on_error": {"dead_letter": "out/failed.jsonl"},
          "retry": {"attempts": 3, "backoff_ms": 0, "factor": 1.5, "jitter": 0.5,
                    "on": ["TimeoutError", "http.client.HTTPException"]},
          "timeout_ms": 100, "circuit": {"failures": 1, "reset_ms": 0},
          "queue": {"capacity": 1000000, "policy": "latest"}, "is_output_node": false},
         {"id": "b", "node_type": "Mine", "source": "node Mine", "on_error": "skip",
          "isolation": "process", "workers": 2,
          "limits": {"memory_gb": 0.5, "cpu_s": 60, "open_files": 100},
          "environment": {"NAME": "value"}}],
       "connections": [{"from": "a", "to": "b"}]}
      """;

  @Test
  void namesExactlyTheFieldsThatTheReaderAsksFor() {
    var asked = new TreeSet<String>();
    var findings = new Findings();
    var document =
        RecordingMap.of("$", JsonReader.read(WHOLE, findings).orElseThrow().value(), asked);
    var root = Fields.of("$", document, findings).orElseThrow();

    var types = new TypeCheck(NodeCatalog.of(new Kinds()), findings, true);
    var places = new PlacementCheck(MACHINE, findings);
    var accepted = new ManifestPass(root, types, places, findings).read();

    assertThat(findings.faults()).isEmpty();
    assertThat(accepted).isPresent();
    assertThat(asked).isEqualTo(properties("$", schema(), new TreeSet<>())).hasSizeGreaterThan(50);
  }

  @Test
  void acceptsAManifestWithEveryField() {
    assertThat(faultsOfKinds(WHOLE)).isEmpty();
    assertThat(fits(WHOLE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'params': null, 'capabilities': null, 'runtime': null, 'host': null, 'source': null",
        "'is_streaming': null, 'isolation': null, 'workers': null, 'on_error': null, 'queue': null",
        "'limits': null, 'environment': null, 'isolation': 'inline'",
        "'retry': null, 'timeout_ms': null, 'circuit': null, 'docker': null, 'execution': null",
        "'capabilities': {'gpu': null, 'cpu': null, 'memory_gb': null}",
        "'capabilities': {'cpu': {'cores': null, 'arch': null}}",
        "'retry': {'attempts': 2.0, 'backoff_ms': null, 'on': null}",
        "'retry': {'attempts': 2, 'on': ['builtins.OSError', 'müll.Fehler$1', '_a']}",
        "'queue': {}, 'is_output_node': false",
        "'on_error': {'dead_letter': 'a.b'}",
        "'on_error': {'dead_letter': '../failed'}",
        "'unknown': {'fields': 'are warnings'}"
      })
  void acceptsWhatTheReaderAccepts(String fields) {
    var json = of(node("a", "Each", fields.replace('\'', '"')));

    assertThat(faultsOfKinds(json)).isEmpty();
    assertThat(fits(json)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'version': 'v1' | 'version': 'v2'",
        "'version': 'v1', | ",
        "'name': 'n' | 'name': ''",
        "'name': 'n' | 'name': null",
        "'name': 'n', 'description': 'd' | 'description': 'd'",
        "'description': 'd' | 'description': 7",
        "09:00:00+02:00 | 09:00:00",
        "'auto_negotiate': false | 'auto_negotiate': true",
        "'pyproject.toml' | ' '",
        "'pyproject': 'pyproject.toml' | 'python_env': {}",
        "'id': 'b', | ",
        "'id': 'b' | 'id': 'b c'",
        "'id': 'b' | 'id': 7",
        "'node_type': 'Mine' | 'node_type': ''",
        "'node_type': 'Mine' | 'node_type': null",
        "'source': 'node Mine' | 'source': ' '",
        "'params': {'any': [1]} | 'params': [1]",
        "'type': 'any', | ",
        "'type': 'any' | 'type': 'tpu'",
        "'min_memory_gb': 0.5 | 'min_memory_gb': -0.5",
        "'required': false | 'required': 'no'",
        "'cores': 1 | 'cores': 0",
        "'cores': 1 | 'cores': 1.5",
        "'arch': 'any' | 'arch': 'z80'",
        "'memory_gb': 1 | 'memory_gb': -1",
        "'runtime': 'java' | 'runtime': 'rust_python'",
        "'runtime_hint': 'java' | 'runtime_hint': 'cpython_wasm'",
        "'runtime_hint': 'java' | 'host': 'nowhere'",
        "'is_streaming': false | 'is_streaming': 1",
        "'isolation': 'thread' | 'isolation': 'vacuum'",
        "'isolation': 'thread' | 'isolation': 'vacuum', 'workers': 1",
        "'isolation': 'thread' | 'isolation': 'thread', 'workers': 1",
        "'isolation': 'thread' | 'isolation': 'thread', 'limits': {}",
        "'isolation': 'thread' | 'environment': {}",
        "'workers': 2 | 'workers': 0",
        "'workers': 2 | 'workers': 257",
        "'memory_gb': 0.5, 'cpu_s' | 'memory_gb': 0, 'cpu_s'",
        "'cpu_s': 60 | 'cpu_s': 0",
        "'open_files': 100 | 'open_files': 1.5",
        "'open_files': 100 | 'open_files': 2147483648",
        "'open_files': 100 | 'files': 100",
        "'NAME': 'value' | 'NAME': 7",
        "'NAME': 'value' | 'NA=ME': 'value'",
        "'NAME': 'value' | '': 'value'",
        "'on_error': 'skip' | 'on_error': 'explode'",
        "'on_error': 'skip' | 'on_error': {}",
        "'out/failed.jsonl' | 'two words'",
        "'out/failed.jsonl' | '..'",
        "'out/failed.jsonl' | 'out/failed.jsonl', 'retry': 1",
        "'attempts': 3 | 'attempts': 1",
        "'backoff_ms': 0 | 'backoff': 0",
        "'attempts': 3, | ",
        "'backoff_ms': 0 | 'backoff_ms': -1",
        "'factor': 1.5 | 'factor': 0.5",
        "'jitter': 0.5 | 'jitter': 1.5",
        "['TimeoutError', | ['two words',",
        "['TimeoutError', | ['1a',",
        "['TimeoutError', | ['a..b',",
        "['TimeoutError', | ['a-b',",
        "['TimeoutError', 'http.client.HTTPException'] | []",
        "['TimeoutError', 'http.client.HTTPException'] | 'TimeoutError'",
        "'timeout_ms': 100 | 'timeout_ms': 0",
        "'timeout_ms': 100 | 'timeout_ms': 2147483648",
        "'failures': 1, | ",
        "'failures': 1 | 'failures': 0",
        "'reset_ms': 0 | 'reset_ms': -1",
        "'reset_ms': 0 | 'reset': 0",
        "'capacity': 1000000 | 'capacity': 1000001",
        "'capacity': 1000000 | 'size': 1000000",
        "'policy': 'latest' | 'policy': 'drop'",
        "'is_output_node': false | 'is_output_node': true",
        "'is_output_node': false | 'execution': {}",
        "'is_output_node': false | 'docker': {}",
        "'is_output_node': false | 'python_deps': []",
        "'is_output_node': false | 'media_capabilities': {}",
        "'connections': [{'from': 'a', 'to': 'b'}] | 'connections': null",
        "'from': 'a', | ",
        "'to': 'b' | 'to': null",
        "'to': 'b' | 'to': 'b c'"
      })
  void refusesWhatTheReaderRefuses(String right, String wrong) {
    var part = right.replace('\'', '"');
    assertThat(WHOLE).contains(part);

    var json = WHOLE.replace(part, wrong == null ? "" : wrong.replace('\'', '"'));

    assertThat(faultsOfKinds(json)).isNotEmpty();
    assertThat(fits(json)).isFalse();
  }

  @Test
  void refusesAManifestWithoutNodes() {
    assertThat(faultsOfKinds(of(""))).isNotEmpty();
    assertThat(fits(of(""))).isFalse();
  }

  private static boolean fits(String json) {
    return new ValidatorFactory()
        .withJsonNodeFactory(new GsonNode.Factory())
        .validate(ManifestSchema.text(), json)
        .isValid();
  }

  private static Object schema() {
    return JsonReader.read(ManifestSchema.text(), new Findings()).orElseThrow().value();
  }

  /// Returns the paths of all properties that a schema names.
  private static Set<String> properties(String path, Object schema, Set<String> paths) {
    if (schema instanceof Map<?, ?> map) {
      if (map.get("properties") instanceof Map<?, ?> properties) {
        properties.forEach((name, inner) -> {
          paths.add(path + "." + name);
          properties(path + "." + name, inner, paths);
        });
      }
      if (map.containsKey("items")) {
        properties(path + "[]", map.get("items"), paths);
      }
      if (map.get("anyOf") instanceof List<?> choices) {
        choices.forEach(choice -> properties(path, choice, paths));
      }
    }
    return paths;
  }
}
