package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.faults;
import static dev.terrarium.pipeline.manifest.Manifests.node;
import static dev.terrarium.pipeline.manifest.Manifests.of;
import static dev.terrarium.pipeline.manifest.Manifests.read;
import static dev.terrarium.pipeline.manifest.Manifests.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'gpu': {'type': 'cuda'} | gpu: needs a cuda GPU, which this machine does not have",
        "'gpu': {'type': 'any'} | gpu: needs a GPU, which this machine does not have",
        "'gpu': {} | gpu.type: is missing",
        "'gpu': {'type': 'tpu'} | gpu.type: must be one of cuda, rocm, metal, vulkan, any, not the"
            + " text \"tpu\"",
        "'cpu': {'cores': 64} | cpu.cores: needs 64 cores, there are 4",
        "'cpu': {'cores': 0} | cpu.cores: must be a whole number, at least 1, not the number 0",
        "'cpu': {'arch': 'aarch64'} | cpu.arch: needs aarch64, this is x86_64",
        "'memory_gb': 9 | memory_gb: needs 9.0 GB of memory, there are 8.0",
        "'memory_gb': -1 | memory_gb: must be at least 0.0, not the number -1"
      })
  void refusesNeedsThatCannotBeMet(String needs, String fault) {
    var json = of(node("a", "Echo", "'capabilities': {%s}".formatted(needs).replace('\'', '"')));

    assertThat(faults(json)).containsExactly("$.nodes[0].capabilities." + fault);
  }

  @Test
  void warnsOfAGpuThatIsOnlyWished() {
    var json =
        of(
            node(
                "a",
                "Echo",
                "\"capabilities\": {\"gpu\": {\"type\": \"cuda\", \"required\": false}}"));

    assertThat(read(json)).isInstanceOf(Reading.Accepted.class);
    assertThat(warnings(json))
        .containsExactly(
            "$.nodes[0].capabilities.gpu: would like a cuda GPU, which this machine does not have");
  }

  @Test
  void acceptsAGpuThatIsThere() {
    var machine = new Machine(4, 8L << 30, "x86_64", List.of("cuda"));
    var json = of(node("a", "Echo", "\"capabilities\": {\"gpu\": {\"type\": \"any\"}}"));

    assertThat(read(json, machine)).isInstanceOf(Reading.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'runtime': 'cpython' | runtime: Echo is a Java node and cannot run in cpython",
        "'runtime': 'ruby' | runtime: must be one of java, cpython, auto, not the text \"ruby\"",
        "'runtime_hint': 'rust_python' | runtime_hint: 'rust_python' cannot run: there is no"
            + " RustPython here; Python nodes run in CPython",
        "'runtime': 'java', 'runtime_hint': 'cpython' | runtime_hint: says 'cpython', but its new"
            + " name 'runtime' says 'java'",
        "'host': 'nowhere' | host: must be host:port, not the text \"nowhere\"",
        "'isolation': 'process' | isolation: \"process\" is not supported yet; only \"inline\" is",
        "'isolation': 'vacuum' | isolation: must be one of inline, not the text \"vacuum\"",
        "'is_streaming': true | is_streaming: nodes that see the whole stream are not supported yet",
        "'on_error': 'skip' | on_error: \"skip\" is not supported yet; only \"fail\" is",
        "'on_error': {'dead_letter': 'x'} | on_error: is not supported yet; only \"fail\" is",
        "'retry': {'attempts': 3} | retry: is not supported yet",
        "'timeout_ms': 5 | timeout_ms: is not supported yet"
      })
  void refusesWhatItCannotHonour(String fields, String fault) {
    var json = of(node("a", "Echo", fields.replace('\'', '"')));

    assertThat(faults(json)).containsExactly("$.nodes[0]." + fault);
  }

  @Test
  void acceptsTheWordsThatSayWhatHappensAnyway() {
    var json =
        of(
            node(
                "a",
                "Echo",
                """
                "runtime": "java", "isolation": "inline", "on_error": "fail", "is_streaming": false\
                """));

    assertThat(read(json)).isInstanceOf(Reading.Accepted.class);
    assertThat(warnings(json)).isEmpty();
  }
}
