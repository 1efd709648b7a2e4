package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `run --profile`: where a run spent its time, in both languages.
@Tag("native")
@Execution(ExecutionMode.CONCURRENT)
class ProfileTest {
  /// Each works or waits for half a second in all.
  private static final String NODES =
      """
      import time

      def spin(seconds):
          end = time.thread_time() + seconds
          while time.thread_time() < end:
              sum(range(1000))

      def busy(item):
          spin(0.125)
          return item

      class Slow:
          def initialize(self):
              time.sleep(0.3)
          def process(self, item):
              time.sleep(0.125)
              return item
      """;

  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder).write("work.py", NODES);
  }

  @Test
  void putsPythonFramesOnTheNodesThatCalledThem() throws IOException {
    var lines = profile("a work:busy");

    assertSeen(lines, "thread:a;node:a;work.busy;work.spin", 25);
  }

  @Test
  void tellsWaitingFromWork() throws IOException {
    var lines = profile("a work:Slow");

    assertSeen(lines, "thread:a;node:a;work.Slow.process;\\(waiting\\)", 25);
    assertSeen(lines, "thread:a;node:a;work.Slow.initialize;\\(waiting\\)", 10);
  }

  @Test
  void namesTheNodeAndTheQueueOfEachThread() throws IOException {
    var lines =
        profile(
            "a PassThrough",
            "b work:Slow \"isolation\": \"thread\", \"queue\": {\"capacity\": 1}",
            "c PassThrough");

    assertSeen(lines, "thread:b;node:b;work.Slow.process;\\(waiting\\)", 25);
    assertSeen(lines, "thread:a;node:a;.*PassThrough.*waiting for room in a queue", 10);
    assertSeen(lines, "thread:c;\\(waiting for input\\)", 25);
  }

  @Test
  void seesPythonOnThreadsOfItsOwn() throws IOException {
    var lines = profile("a work:busy \"timeout_ms\": 60000");

    assertSeen(lines, "thread:a;node:a;work.busy;work.spin", 20);
  }

  @Test
  void namesNeighboursThatAreDrivenTogether() throws IOException {
    var lines = profile("a work:busy", "b work:busy");

    assertSeen(lines, "thread:a;node:a\\+b;work.busy;work.spin", 50);
  }

  @Test
  void isWrittenWhenTheRunFails() throws IOException {
    place.write("work.py", NODES.replace("return item\n", "return item / 0\n")).chain("work:Slow");

    var said = place.call("run", "pipeline.json", "--input", "[1]", "--profile", "p.svg");

    assertThat(said.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(Files.readString(folder.resolve("p.svg"))).startsWith("<svg ").contains("node:a");
  }

  @Test
  void isWrittenWhenTheRunIsInterrupted() throws IOException {
    place.chain("work:Slow");
    var call = place.start("run", "pipeline.json", "--input", "-", "--profile", "p.html");
    try (var in = call.process().outputWriter(UTF_8);
        var out = call.process().inputReader(UTF_8)) {
      in.write("1\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("1");

      call.signal("INT");
      assertThat(out.readLine()).isNull();
    }

    assertThat(call.await().exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(Files.readString(folder.resolve("p.html"))).contains("work.Slow.process");
  }

  @Test
  void refusesANameThatTellsNoFormat() throws IOException {
    place.chain("PassThrough");

    var said = place.call("run", "pipeline.json", "--input", "[1]", "--profile", "p.png");

    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(said.errors())
        .contains("its name must end in .svg, .html, .folded or .txt", "write p.png as");
    assertThat(place.files()).containsExactly("pipeline.json", "work.py");
  }

  private List<String> profile(String... nodes) throws IOException {
    var connections =
        IntStream.range(1, nodes.length)
            .mapToObj(i -> nodes[i - 1].charAt(0) + " > " + nodes[i].charAt(0))
            .toArray(String[]::new);
    place.write("pipeline.json", Workplace.graph(List.of(nodes), connections));
    var said =
        place.call("run", "pipeline.json", "--input", "[1, 2, 3, 4]", "--profile", "p.folded");
    assertThat(said.exit()).as(said.errors()).isEqualTo(ExitCode.DONE);
    return Files.readAllLines(folder.resolve("p.folded"));
  }

  /// Asserts that more than so many samples have a stack of this pattern's.
  private static void assertSeen(List<String> lines, String stack, long least) {
    var pattern = Pattern.compile(stack + ".* (\\d+)");
    long seen =
        lines.stream()
            .map(pattern::matcher)
            .filter(Matcher::matches)
            .mapToLong(line -> Long.parseLong(line.group(1)))
            .sum();
    assertThat(seen).as(() -> stack + " in\n" + String.join("\n", lines)).isGreaterThan(least);
  }
}
