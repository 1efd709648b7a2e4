package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.faults;
import static dev.terrarium.pipeline.manifest.Manifests.node;
import static dev.terrarium.pipeline.manifest.Manifests.of;
import static dev.terrarium.pipeline.manifest.Manifests.read;
import static dev.terrarium.pipeline.manifest.Manifests.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        "'gpu': {} | gpu.type: is missing; it must be one of cuda, rocm, metal, vulkan, any",
        "'gpu': {'type': 'tpu'} | gpu.type: must be one of cuda, rocm, metal, vulkan, any, not the"
            + " text \"tpu\"",
        "'cpu': {'cores': 64} | cpu.cores: needs 64 cores, there are 4",
        "'cpu': {'cores': 0} | cpu.cores: must be a whole number, at least 1, not the number 0",
        "'cpu': {'arch': 'aarch64'} | cpu.arch: needs aarch64, this is x86_64",
        "'memory_gb': 9 | memory_gb: needs 9 GB of memory, there are 8",
        "'memory_gb': -1 | memory_gb: must be at least 0, not the number -1"
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
      value = {
        "cuda | 80 | 80 | ",
        "any | 79.99 | 80 | needs a GPU with 80.0 GB of memory, the largest has 79.99",
        "cuda | 24 | 80.5 | needs a cuda GPU with 80.5 GB of memory, the largest has 24.00",
        "cuda | | 1 | needs a cuda GPU with 1.0 GB of memory, which cannot be told: it does not answer"
      })
  void holdsTheMemoryOfAGpuAgainstWhatIsThere(
      String type, @Nullable Double there, double minimum, @Nullable String fault) {
    var machine = withGpu(there);
    var needs = "{\"type\": \"%s\", \"min_memory_gb\": %s}".formatted(type, minimum);
    var json = of(node("a", "Echo", "\"capabilities\": {\"gpu\": %s}".formatted(needs)));

    var reading = read(json, machine);

    assertThat(reading instanceof Reading.Refused refused ? refused.faults() : List.of())
        .isEqualTo(
            fault == null
                ? List.of()
                : List.of(new Fault("$.nodes[0].capabilities.gpu.min_memory_gb", fault)));
  }

  @Test
  void warnsOfAGpuWithLessMemoryThanIsWished() {
    var wish = "{\"type\": \"cuda\", \"min_memory_gb\": 80, \"required\": false}";
    var json = of(node("a", "Echo", "\"capabilities\": {\"gpu\": %s}".formatted(wish)));

    var reading = read(json, withGpu(24.0));

    assertThat(reading).isInstanceOf(Reading.Accepted.class);
    assertThat(reading.warnings())
        .extracting(Fault::message)
        .containsExactly("would like a cuda GPU with 80.0 GB of memory, the largest has 24.00");
  }

  @Test
  void asksForTheMemoryOfAGpuOnlyWhereANodeDoes() {
    var machine =
        new Machine(
            4,
            8L << 30,
            "x86_64",
            List.of("cuda"),
            kind -> {
              throw new AssertionError("asked for " + kind);
            });
    var json = of(node("a", "Echo", "\"capabilities\": {\"gpu\": {\"type\": \"cuda\"}}"));

    assertThat(read(json, machine)).isInstanceOf(Reading.Accepted.class);
  }

  private static Machine withGpu(@Nullable Double gigabytes) {
    GpuMemory memory =
        _ ->
            gigabytes == null
                ? new GpuMemory.Answer.Unknown("it does not answer")
                : new GpuMemory.Answer.Bytes((long) (gigabytes * (1L << 30)));
    return new Machine(4, 8L << 30, "x86_64", List.of("cuda"), memory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'runtime': 'cpython' | runtime: Echo is a Java node and cannot run in cpython; leave the field out",
        "'runtime_hint': 'cpython' | runtime_hint: Echo is a Java node and cannot run in cpython; leave"
            + " the field out",
        "'runtime': 'ruby' | runtime: must be one of java, cpython, auto, not the text \"ruby\"",
        "'runtime': 'python' | runtime: must be one of java, cpython, auto, not the text \"python\";"
            + " did you mean 'cpython'?",
        "'runtime_hint': 'rust_python' | runtime_hint: 'rust_python' cannot run: there is no"
            + " RustPython here; Python nodes run in CPython",
        "'runtime': 'java', 'runtime_hint': 'cpython' | runtime_hint: says 'cpython', but its new"
            + " name 'runtime' says 'java'",
        "'host': 'nowhere' | host: must be host:port, not the text \"nowhere\"",
        "'isolation': 'process' | isolation: Echo cannot run in a process of its own: Python nodes"
            + " can, named module:Class or given as 'source'; \"thread\" gives it a thread of its own",
        "'execution': {'placement': 'local'} | execution: is refused: nodes are not placed by wish;"
            + " 'isolation' and 'capabilities' say what holds",
        "'is_output_node': true | is_output_node: is refused: outputs leave from the nodes that feed"
            + " no other alone",
        "'docker': {} | docker: is refused: nodes do not run in containers",
        "'python_deps': ['numpy'] | python_deps: is refused: there is one Python for all nodes;"
            + " 'pyproject' at the top says what it has",
        "'media_capabilities': {} | media_capabilities: is refused: formats of media are not"
            + " negotiated"
      })
  void refusesWhatItCannotHonour(String fields, String fault) {
    var json = of(node("a", "Echo", fields.replace('\'', '"')));

    assertThat(faults(json)).containsExactly("$.nodes[0]." + fault);
  }

  @Test
  void refusesConvertersAndAnEnvironmentOfTheReferencesForm() {
    var json =
        """
        {"version": "v1", "metadata": {"name": "n", "auto_negotiate": true}, "connections": [],
         "nodes": [{"id": "a", "node_type": "Echo"}], "python_env": {"python_version": "3.12"}}
        """;

    assertThat(faults(json))
        .containsExactly(
            "$.metadata.auto_negotiate: is refused: converters are not inserted automatically",
            "$.python_env: is refused: 'pyproject' is what says which Python and packages");
  }

  @Test
  void acceptsTheWordsThatSayWhatHappensAnyway() {
    var json =
        of(
            node(
                "a",
                "Echo",
                """
                "runtime": "java", "isolation": "inline", "on_error": "fail", "is_streaming": false,
                "is_output_node": false, "docker": null\
                """));

    assertThat(read(json)).isInstanceOf(Reading.Accepted.class);
    assertThat(warnings(json)).isEmpty();
  }
}
