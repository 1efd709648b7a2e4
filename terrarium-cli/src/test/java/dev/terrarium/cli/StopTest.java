package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ctrl-C, wherever Python code is.
@Tag("native")
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class StopTest {
  private static final String NODES =
      """
      import time
      def sleep():
          print("ready", flush=True)
          time.sleep(3600)
      class Tidy:
          def process(self, item): return item
          def cleanup(self): print("tidied", type(self).__name__)
      class Processing(Tidy):
          def process(self, item): sleep()
      class Untidy(Tidy):
          def cleanup(self): sleep()
      class Stubborn(Tidy):
          def process(self, item):
              print("ready", flush=True)
              while True:
                  try: time.sleep(3600)
                  except BaseException: print("ignored", flush=True)
      class Holding(Tidy):
          def process(self, item):
              print("ready", flush=True)
              return sum(range(10**12))
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void write() throws IOException {
    place = new Workplace(folder).write("nodes.py", NODES);
  }

  @Test
  void endsWhatSleepsAndKeepsTheFilesThatTellOfTheRun() throws IOException {
    place.chain("nodes:Tidy", "nodes:Processing");

    var said =
        interrupted(
            "run", "pipeline.json", "--input", "[1]", "--metrics", "m.json", "--record", "r.jsonl");

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("tidied Processing", "tidied Tidy")
        .doesNotContain("did not stop");
    assertThat(folder.resolve("m.json")).content().contains("interrupted");
    assertThat(folder.resolve("r.jsonl")).content().contains("\"recording\":\"COMPLETE\"");
  }

  @Test
  void endsAnImportThatSleeps() throws IOException {
    place.write("slow.py", "import nodes\nnodes.sleep()\n").chain("slow:Never");

    var said = interrupted("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).doesNotContain("did not stop", "could not");
  }

  @Test
  void endsWhatSleepsInABranch() throws IOException {
    place.write(
        "pipeline.json",
        Workplace.graph(
            List.of("a PassThrough", "b nodes:Processing", "c nodes:Tidy"), "a > b", "a > c"));

    var said = interrupted("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).contains("tidied Processing", "tidied Tidy");
  }

  @Test
  void endsWhatSleepsBesideANodeWithATimeLimit() throws IOException {
    place.write(
        "pipeline.json",
        Workplace.graph(
            List.of("a nodes:Tidy", "b nodes:Processing \"timeout_ms\": 60000"), "a > b"));

    var said = interrupted("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).contains("tidied Processing", "tidied Tidy");
  }

  @Test
  void saysWhoEndsTheProcessAtOnce() throws IOException {
    place.write("last.py", "import os\ndef last(item):\n    os._exit(9)\n").chain("last:last");

    var said = place.call("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(9);
    assertThat(said.errors())
        .contains(
            "(node a, item 0): os._exit(9) at ",
            "last.py:3, in last ends the whole process at once");
  }

  @Test
  void keepsTheResultWhenACallThatWasGivenUpRunsOn() throws IOException {
    place
        .write(
            "deaf.py",
            """
            def deaf(item):
                while item == 2:
                    try:
                        while True: pass
                    except BaseException: pass
                return item
            """)
        .write(
            "pipeline.json",
            Workplace.graph(List.of("a deaf:deaf \"timeout_ms\": 1000, \"on_error\": \"skip\"")));

    var said = place.call("run", "pipeline.json", "--input", "[1, 2]");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).isEqualTo("1\n");
    assertThat(said.errors()).contains("node a was not cleaned up: the node is still busy");
  }

  @Test
  void saysWhichNodeDoesNotStopAndKeepsTheFilesThatTellOfTheRun() throws IOException {
    place.write(
        "pipeline.json",
        Workplace.graph(
            List.of("a nodes:Tidy", "b nodes:Tidy \"isolation\": \"thread\"", "c nodes:Untidy"),
            "a > b",
            "b > c"));

    var said =
        interrupted(
            "run", "pipeline.json", "--input", "[1]", "--metrics", "m.json", "--record", "r.jsonl");

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("the run did not stop within 5 seconds")
        .contains("node c: is cleaning up; ", "\n    at nodes.sleep(")
        .contains("at nodes.Untidy.cleanup(");
    assertThat(said.output()).isEqualTo("1\n");
    assertThat(folder.resolve("m.json")).content().contains("did not stop");
    assertThat(folder.resolve("r.jsonl")).content().contains("\"recording\":\"COMPLETE\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"timeout_ms\": 60000"})
  void saysWhichNodeRunsOnWhenItIsToldToEndAtOnce(String conduct) throws IOException {
    place.write(
        "pipeline.json",
        Workplace.graph(List.of("a nodes:Tidy", ("b nodes:Stubborn " + conduct).strip()), "a > b"));
    var call = place.start("run", "pipeline.json", "--input", "[1]");
    call.process().getOutputStream().close();
    call.awaitWord("ready\n");

    call.signal("INT");
    call.awaitWord("ignored\n");
    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("terrarium: ended at once, and nothing more was cleaned up; ")
        .containsPattern("nothing more was cleaned up;.* (node|nodes a,) b")
        .doesNotContain("tidied");
  }

  @Test
  void tellsInASentenceThatPythonCouldTakeNoLeave() throws IOException {
    place.chain("nodes:Holding");

    var said = interrupted("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("node a: Python code does not let the GIL go")
        .contains("terrarium: Python's atexit functions did not run, and output that Python held")
        .doesNotContain("Exception in thread");
  }

  /// Calls the program, and interrupts it when a node has printed that it is ready.
  private Workplace.Said interrupted(String... arguments) throws IOException {
    var call = place.start(arguments);
    call.process().getOutputStream().close();
    call.awaitWord("ready\n");
    call.signal("INT");
    return call.await();
  }
}
