package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

  /// Calls the program, and interrupts it when a node has printed that it is ready.
  private Workplace.Said interrupted(String... arguments) throws IOException {
    var call = place.start(arguments);
    call.process().getOutputStream().close();
    while (!Files.readString(call.errors()).contains("ready\n") && call.process().isAlive()) {
      Thread.onSpinWait();
    }
    call.signal("INT");
    return call.await();
  }
}
