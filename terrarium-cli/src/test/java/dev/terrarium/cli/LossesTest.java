package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What a run tells of items that its manifest let go.
@Execution(ExecutionMode.CONCURRENT)
class LossesTest {
  private static final String MORE = ". --metrics and --report tell more.\n";

  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder);
    place.write(
        "nodes.py",
        """
        def whole(x):
            if x % 2:
                raise ValueError(f"{x} is odd\\nand more")
            return x // 2
        """);
  }

  @Test
  void tellsHowManyItemsANodeSkippedAndTheFirst() throws IOException {
    pipeline("a nodes:whole \"on_error\": \"skip\"");

    var said = place.call("run", "pipeline.json", "--input", "[2, 3, 4, 5]");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).isEqualTo("[1,2]\n");
    assertThat(said.errors())
        .isEqualTo(
            "terrarium: node a: skipped 2 failures in 4 items, the first at item 1: ValueError: 3 is"
                + " odd"
                + MORE);
  }

  @Test
  void tellsWhereDeadLettersWent() throws IOException {
    pipeline(
        "a nodes:whole \"on_error\": {\"dead_letter\": \"odd.jsonl\"}",
        "b nodes:whole \"on_error\": {\"dead_letter\": \"others\"}");

    var said = place.call("run", "pipeline.json", "--input", "[2, 3]");

    assertThat(said.exit()).isZero();
    assertThat(said.errors())
        .isEqualTo(
            "terrarium: node a: 1 failure in 2 items went to the file odd.jsonl, the first at item 1:"
                + " ValueError: 3 is odd"
                + MORE
                + "terrarium: node b: 1 failure in 2 items went to others, the first at item 1:"
                + " ValueError: 3 is odd"
                + MORE);
  }

  @Test
  void tellsHowOftenACircuitOpened() throws IOException {
    pipeline("a nodes:whole \"on_error\": \"skip\", \"circuit\": {\"failures\": 2}");

    var said = place.call("run", "pipeline.json", "--input", "[1, 1, 1, 2]");

    assertThat(said.errors())
        .startsWith("terrarium: node a: its circuit opened once; skipped ")
        .hasLineCount(1);
  }

  @Test
  void tellsWhatAQueueDropped() throws IOException {
    place.write(
        "slow.py",
        """
        import threading
        waited = threading.Event()
        def slow(x):
            waited.wait(0.3)
            waited.set()
            return x
        """);
    place.write("items.jsonl", "1\n".repeat(5000));
    pipeline("a slow:slow \"queue\": {\"capacity\": 2, \"policy\": \"drop_oldest\"}");

    var said = place.call("run", "pipeline.json", "--input", "items.jsonl");

    assertThat(said.exit()).isZero();
    assertThat(said.errors())
        .matches(
            "terrarium: node a: its queue dropped \\d+ of 5000 items, as its policy drop_oldest says\\."
                + " --metrics and --report tell more\\.\n");
  }

  @Test
  void tellsWhichNodeReturnedBeforeItsInputHadEnded() throws IOException {
    place.write(
        "blocks.py",
        """
        class First:
            is_streaming = True
            def process(self, stream):
                return [next(stream), next(stream)]

        class All(First):
            def process(self, stream):
                return list(stream)
        """);
    pipeline("a blocks:First", "b blocks:All");

    var said =
        place.call("run", "pipeline.json", "--input", "[1, 2, 3]", "--metrics", "metrics.json");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).isEqualTo("[1,2,1,2,3]\n");
    assertThat(said.errors())
        .isEqualTo(
            "terrarium: node a: it returned after 2 items, before its input had ended, and took no"
                + " more"
                + MORE);
    assertThat(folder.resolve("metrics.json"))
        .content()
        .containsSubsequence("\"left_early\" : true", "\"left_early\" : false");
  }

  @Test
  void tellsItBeforeTheFailureThatEndsTheRun() throws IOException {
    place.write("last.py", "def last(x):\n  return 1 // (x - 2)\n");
    place.write(
        "pipeline.json",
        Workplace.graph(List.of("a nodes:whole \"on_error\": \"skip\"", "b last:last"), "a > b"));

    var said = place.call("run", "pipeline.json", "--input", "[3, 4]");
    var object = place.call("run", "pipeline.json", "--input", "[3, 4]", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors())
        .startsWith("terrarium: node a: skipped 1 failure in 2 items, ")
        .contains("terrarium: Node b failed on item 0: ZeroDivisionError");
    assertThat(object.errors())
        .hasLineCount(1)
        .contains("\"warnings\":[\"node a: skipped 1 failure in 2 items, ");
  }

  @Test
  void tellsAProgramNothingWhereTheRunWentWell() throws IOException {
    pipeline("a nodes:whole \"on_error\": \"skip\"");

    var said = place.call("run", "pipeline.json", "--input", "[3]", "--json-errors");

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).isEmpty();
  }

  private void pipeline(String... nodes) throws IOException {
    place.write("pipeline.json", Workplace.graph(List.of(nodes)));
  }
}
