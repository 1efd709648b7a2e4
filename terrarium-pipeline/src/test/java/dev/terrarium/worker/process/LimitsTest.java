package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.worker.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What worker processes may use, and what they are started with.
@Tag("native")
@Timeout(120)
class LimitsTest {
  private static final String NODES =
      """
      import ctypes, os, resource, signal
      held = []
      def node(item):
          if item == "bytes": held.append(bytearray(300 << 20))
          if item == "malloc":
              libc = ctypes.CDLL(None)
              libc.malloc.restype = ctypes.c_void_p
              libc.malloc.argtypes = libc.memset.argtypes = [ctypes.c_size_t]
              ctypes.memset(libc.malloc(300 << 20) or 0, 1, 1)
          if item == "limits":
              return [list(resource.getrlimit(kind)) for kind in (resource.RLIMIT_DATA, resource.RLIMIT_NOFILE)]
          if item == "spin":
              while True: pass
          if item == "spin on":
              signal.signal(signal.SIGXCPU, signal.SIG_IGN)
              while True: pass
          if item == "open":
              while True: held.append(open(os.devnull))
          if item == "close": held.clear()
          if item == "pid": return os.getpid()
          return os.environ.get(item, "-")
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();

  @BeforeEach
  void open() throws Exception {
    place.module(NODES);
  }

  private List<@Nullable Object> outputs(List<?> items, String settings) {
    return place.outputs(items, "@:node | " + settings);
  }

  private NodeException failure(String item, String settings) {
    return catchThrowableOfType(NodeException.class, () -> outputs(List.of("ok", item), settings));
  }

  @Test
  void aMemoryErrorIsAnOrdinaryFailureOfTheItem() {
    var limits = "\"limits\": {\"memory_gb\": 0.2}";

    var error = failure("bytes", limits);
    var out = outputs(List.of("pid", "bytes", "pid"), limits + ", \"on_error\": \"skip\"");

    assertThat(error.type()).isEqualTo("MemoryError");
    assertThat(error.place().item()).hasValue(1);
    assertThat(error).hasMessageEndingWith(": MemoryError: its memory is limited to 0.2 GB");
    assertThat(out).hasSize(2);
    assertThat(out.getFirst()).isEqualTo(out.getLast());
  }

  /// The worker cannot even read it.
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1})
  void anItemBeyondTheMemoryFailsAloneAndTheNodeWorksOn(double gb) throws Exception {
    place.module(
        """
        class Count:
            n = 0
            def process(self, item):
                self.n += 1
                return [self.n, len(item)]
        """);
    var items = List.of("a", "x".repeat(60_000_000), "bb", "ccc");
    var limits = "@:Count | \"limits\": {\"memory_gb\": %s}".formatted(gb);

    var error = catchThrowableOfType(NodeException.class, () -> place.outputs(items, limits));
    var out = place.outputs(items, limits + ", \"on_error\": \"skip\"");

    assertThat(error.type()).isEqualTo("MemoryError");
    assertThat(error.place().item()).hasValue(1);
    assertThat(error)
        .hasMessageContaining("MemoryError: the item is 60,000,0")
        .hasMessageEndingWith(
            " bytes, for which there is not enough memory left (its memory is limited to %s GB)"
                .formatted(gb));
    assertThat(out).containsExactly(List.of(1L, 1L), List.of(2L, 2L), List.of(3L, 3L));
  }

  @Test
  void anItemBeyondTheMemoryFailsAloneInAStreamToo() throws Exception {
    place.module(
        """
        class Lengths:
            is_streaming = True
            def process(self, items):
                while True:
                    try:
                        for item in items: yield len(item)
                        return
                    except MemoryError as error:
                        yield str(error)[:19]
        """);

    var out =
        place.outputs(
            List.of("a", "x".repeat(60_000_000), "bb"),
            "@:Lengths | \"limits\": {\"memory_gb\": 0.05}");

    assertThat(out).containsExactly(1L, "the item is 60,000,", 2L);
  }

  @Test
  void anOutputOrAStateForWhichThereIsNoMemoryFailsNothingElse() throws Exception {
    place.module(
        """
        class Large:
            n = 0
            def process(self, size):
                self.n += 1
                self.size = size
                return [self.n, "x" * size if size < 50 else bytes(size)]
            def snapshot(self): return bytes(self.size)
            def restore(self, state): pass
        """);
    var limits = "@:Large | \"on_error\": \"data\", \"limits\": {\"memory_gb\": 0.1}";

    var out = place.outputs(List.of(1L, 70_000_000L, 2L), limits);

    assertThat(out.getFirst()).isEqualTo(List.of(1L, "x"));
    assertThat(out.get(1).toString())
        .contains("MemoryError", "an output cannot be sent, since there is no memory for it");
    assertThat(out.getLast()).isEqualTo(List.of(3L, "xx"));
  }

  @Test
  void takesThatMemoryWithoutALimit() {
    assertThat(outputs(List.of("bytes"), "\"limits\": {}")).containsExactly("-");
  }

  @Test
  void aCrashForWantOfMemorySaysWhatTheLimitWas() {
    var error = failure("malloc", "\"limits\": {\"memory_gb\": 0.25}");

    assertThat(error.type()).isEqualTo("WorkerCrashed");
    assertThat(error)
        .hasMessageContaining(
            "was killed by signal 11 (SIGSEGV); its memory is limited to 0.25 GB");
  }

  @Test
  void setsHardLimitsWhichOnlyTheSystemsAdministratorCanRaise() {
    var limits = "\"limits\": {\"memory_gb\": 0.5, \"open_files\": 50}";

    assertThat(outputs(List.of("limits"), limits))
        .containsExactly(List.of(List.of(1L << 29, 1L << 29), List.of(50L, 50L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spin | was killed by signal 24 (SIGXCPU): its processor time of 1 s is used up",
        "spin on | was killed by signal 9 (SIGKILL), as the system does when memory is short, or somebody's kill -9, or a second after its processor time of 1 s is used up"
      })
  void endsAWorkerWhoseProcessorTimeIsUsedUp(String item, String words) {
    assertThat(failure(item, "\"limits\": {\"cpu_s\": 1}")).hasMessageContaining(words);
  }

  @Test
  void countsProcessorTimeFromWhenANodeIsOpened() throws Exception {
    place.module(
        """
        import time
        def work(seconds):
            end = time.process_time() + seconds
            while time.process_time() < end: pass
            return "done"
        """);
    var node = "@:work | \"limits\": {\"cpu_s\": 1}";

    for (int run = 0; run < 3; run++) {
      assertThat(place.outputs(List.of(0.8), node)).containsExactly("done");
    }
  }

  @Test
  void tooManyOpenFilesAreAnOrdinaryFailureOfTheItem() {
    var limits = "\"limits\": {\"open_files\": 50}";

    var error = failure("open", limits);
    var out = outputs(List.of("pid", "open", "close", "pid"), limits + ", \"on_error\": \"skip\"");

    assertThat(error.type()).isEqualTo("OSError");
    assertThat(error)
        .hasMessageContaining("Too many open files")
        .hasMessageEndingWith(" (its open files are limited to 50)");
    assertThat(out).hasSize(3);
    assertThat(out.getFirst()).isEqualTo(out.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'memory_gb': 0.001} | memory_gb | memory 0.001 GB",
        "{'open_files': 3} | open_files | 3 open files",
        "{'open_files': 5, 'memory_gb': 4} | open_files | memory 4 GB, 5 open files"
      })
  void saysBeforeTheRunThatALimitIsTooSmall(String limits, String field, String words) {
    assertThat(place.faults("@:node | \"limits\": " + limits.replace('\'', '"')))
        .singleElement()
        .asString()
        .startsWith(
            "$.nodes[0].limits.%s: '%s:node' cannot be loaded: the worker"
                .formatted(field, place.name()))
        .contains(
            "process of node n0 did not start: Python ",
            "; its limits may be too small to start with: " + words)
        .doesNotContain("Traceback", "_worker.py", "last words");
  }

  @Test
  void saysOfAModuleThatNeedsMoreMemoryWhatTheLimitIs() throws Exception {
    place.module("much = bytearray(300 << 20)\ndef node(item): return item");

    assertThat(place.faults("@:node | \"limits\": {\"memory_gb\": 0.2}"))
        .singleElement()
        .asString()
        .startsWith("$.nodes[0].limits.memory_gb: ")
        .contains("cannot be loaded: MemoryError", "(its memory is limited to 0.2 GB)");
  }

  @Test
  void saysWhatNumPyFindsTooLittle() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    var limits = "\"limits\": {\"memory_gb\": 0.05}";
    place.module("import numpy\ndef node(item): return item");
    var faults = place.faults("@:node | " + limits);
    place.module("def node(item):\n    import numpy");

    var error = catchThrowableOfType(NodeException.class, () -> outputs(List.of(1L), limits));

    var words = "its memory is limited to 0.05 GB, which is too little for NumPy: its OpenBLAS";
    assertThat(faults)
        .singleElement()
        .asString()
        .startsWith("$.nodes[0].limits.memory_gb: ")
        .contains(words);
    assertThat(error).hasMessageContaining(words);
  }

  @Test
  void leavesAModuleThatEndsItsProcessWhereItIs() throws Exception {
    place.module("import os\nos._exit(3)");

    assertThat(place.faults("@:node | \"limits\": {\"memory_gb\": 1, \"open_files\": 100}"))
        .singleElement()
        .asString()
        .startsWith("$.nodes[0].node_type: ");
  }

  @Test
  void givesAWorkerItsEnvironment() {
    var settings = "\"environment\": {\"TERRARIUM_TEST\": \"ä b\", \"HOME\": \"\"}";

    assertThat(outputs(List.of("TERRARIUM_TEST", "HOME", "PATH"), settings))
        .containsExactly("ä b", "", System.getenv("PATH"));
    assertThat(outputs(List.of("TERRARIUM_TEST", "HOME"), "\"limits\": {}"))
        .containsExactly("-", System.getenv("HOME"));
  }

  @Test
  void usesAWorkerAgainForWhatIsStartedAlikeAlone() {
    var plain = outputs(List.of("pid"), "\"workers\": 1");
    var limited = outputs(List.of("pid"), "\"limits\": {\"memory_gb\": 1}");
    var named = outputs(List.of("pid"), "\"environment\": {\"A\": \"1\"}");

    assertThat(limited).isNotEqualTo(plain);
    assertThat(named).isNotEqualTo(plain).isNotEqualTo(limited);
    assertThat(outputs(List.of("pid"), "\"limits\": {}")).isEqualTo(plain);
    assertThat(outputs(List.of("pid"), "\"limits\": {\"memory_gb\": 1.0}")).isEqualTo(limited);
    assertThat(outputs(List.of("pid"), "\"environment\": {\"A\": \"1\"}")).isEqualTo(named);
  }
}
