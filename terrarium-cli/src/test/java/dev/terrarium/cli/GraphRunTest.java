package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What a run of a graph prints: several sinks, branches, sources.
@Execution(ExecutionMode.CONCURRENT)
class GraphRunTest {
  private static final String DOUBLE = "b MultiplyNode \"params\": {\"factor\": 2}";
  private static final String NODES =
      """
      class Three:
          is_source = True
          def process(self):
              yield from (1, 2, 3)
      def divide(x):
          return 6 // x
      def spin(x):
          print("spinning", flush=True)
          while True:
              pass
      """;

  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder).write("nodes.py", NODES);
  }

  @Test
  void printsAListAllOfTheFirstSinkThenAllOfTheSecond() throws IOException {
    graph(List.of("a PassThrough", DOUBLE, "c PassThrough"), "a > b", "a > c");

    assertThat(run("--input", "[1, 2]").output()).isEqualTo("[2,4,1,2]\n");
    assertThat(run("--input", "[]").output()).isEqualTo("[]\n");
    assertThat(run("--input", "[1, 2]", "--sinks").output())
        .isEqualTo("{\"b\":[2,4],\"c\":[1,2]}\n");
    assertThat(run("--input", "[]", "--sinks").output()).isEqualTo("{\"b\":[],\"c\":[]}\n");
  }

  @Test
  void printsAStreamItemByItemAndNamesTheSinkOfEach() throws IOException {
    graph(List.of("a PassThrough", DOUBLE, "c PassThrough"), "a > b", "a > c");
    place.write("items.jsonl", "1\n2\n");

    assertThat(run("--input", "items.jsonl").output()).isEqualTo("2\n1\n4\n2\n");
    assertThat(run("--input", "items.jsonl", "--sinks").output())
        .isEqualTo("{\"b\":2}\n{\"c\":1}\n{\"b\":4}\n{\"c\":2}\n");
  }

  @Test
  void printsWhatComesOfAnItemThroughBranchesBeforeTheNextIsThere() throws IOException {
    graph(
        List.of("a PassThrough", DOUBLE, "c PassThrough", "d PassThrough"),
        "a > b",
        "a > c",
        "b > d",
        "c > d");
    var call = place.start("run", "pipeline.json", "--input", "-");
    var output = new BufferedReader(new InputStreamReader(call.process().getInputStream(), UTF_8));
    var input = call.process().getOutputStream();

    input.write("1\n".getBytes(UTF_8));
    input.flush();
    var first = List.of(output.readLine(), output.readLine());
    input.write("2\n".getBytes(UTF_8));
    input.close();

    assertThat(first).containsExactly("2", "1");
    assertThat(output.readLine()).isEqualTo("4");
    assertThat(output.readLine()).isEqualTo("2");
    assertThat(call.await().exit()).isZero();
  }

  @Test
  void runsAPipelineThatMakesItsItemsWithoutAnInput() throws IOException {
    graph(List.of("a nodes:Three", DOUBLE), "a > b");

    assertThat(run().output()).isEqualTo("2\n4\n6\n");
  }

  @Test
  void refusesAnInputForAPipelineThatTakesNone() throws IOException {
    graph(List.of("a nodes:Three"));

    var said = run("--input", "[1]");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors()).contains("The pipeline takes no --input");
  }

  @Test
  void givesAProgramWhatHadLeftAListRunThatFailed() throws IOException {
    graph(List.of("a nodes:divide"));

    var said = run("--input", "[1, 2, 0, 3]", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors()).contains("\"item\":2,").endsWith("\"outputs\":{\"a\":[6,3]}}\n");
  }

  @Test
  void addsFailedItemsToAFileAndToNoOtherFileOfTheRun() throws IOException {
    graph(List.of("a nodes:divide \"on_error\": {\"dead_letter\": \"bad.jsonl\"}"));
    place.write("items.jsonl", "1\n0\n2\n");

    var done = run("--input", "items.jsonl");
    var refused = run("--input", "bad.jsonl");

    assertThat(done.output()).isEqualTo("6\n3\n");
    assertThat(folder.resolve("bad.jsonl"))
        .content()
        .startsWith("{\"node\":\"a\",\"item\":1,\"input_item\":1,\"type\":\"ZeroDivisionError\",")
        .endsWith("\"value\":0}\n");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.errors())
        .contains("the dead letters of node a, bad.jsonl is the same file as --input bad.jsonl");
  }

  @Test
  void tellsWhichItemOfTheInputABranchFailedOn() throws IOException {
    graph(List.of("a PassThrough", "b PassThrough", "c nodes:divide"), "a > b", "a > c");
    place.write("items.jsonl", "1\n2\n0\n");

    var said = run("--input", "items.jsonl", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors())
        .contains("\"node\":\"c\",\"item\":2,\"input_item\":2,\"type\":\"ZeroDivisionError\"");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void stopsABranchThatIsBusyInPython() throws IOException {
    graph(
        List.of("a PassThrough", "b nodes:spin", "c PassThrough", "d PassThrough"),
        "a > b",
        "a > c",
        "b > d",
        "c > d");
    var call = place.start("run", "pipeline.json", "--input", "-");
    call.process().getOutputStream().write("1\n".getBytes(UTF_8));
    call.process().getOutputStream().flush();
    while (call.process().isAlive() && !Files.readString(call.errors()).contains("spinning")) {
      Thread.onSpinWait();
    }

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).doesNotContain("did not stop");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void stopsBranchesThatWaitForStandardInput() throws IOException {
    graph(List.of("a PassThrough", "b PassThrough", "c PassThrough"), "a > b", "a > c");
    var call = place.start("run", "pipeline.json", "--input", "-");
    var output = new BufferedReader(new InputStreamReader(call.process().getInputStream(), UTF_8));
    call.process().getOutputStream().write("1\n".getBytes(UTF_8));
    call.process().getOutputStream().flush();
    output.readLine();

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).doesNotContain("did not stop");
  }

  private Workplace.Said run(String... options) throws IOException {
    var arguments = new ArrayList<>(List.of("run", "pipeline.json"));
    arguments.addAll(List.of(options));
    return place.call(arguments.toArray(String[]::new));
  }

  /// Writes `pipeline.json`: nodes such as `a PassThrough`, connections such as `a > b`.
  private void graph(List<String> nodes, String... connections) throws IOException {
    place.write("pipeline.json", Workplace.graph(nodes, connections));
  }
}
