package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where in a run a record from Python was logged.
@Tag("native")
class LogContextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void tellsTheNodeAndTheItemOfARecordFromPython(String isolation)
      throws IOException, InterruptedException {
    var told = Collections.synchronizedList(new ArrayList<String>());
    var logger = Logger.getLogger("of.nodes");
    logger.setUseParentHandlers(false);
    var handler = new Telling(told);
    logger.addHandler(handler);
    try (var place = new Place(folder, isolation)) {
      var module =
          place.module(
              """
              import logging
              def first(x):
                  logging.getLogger("of.nodes").warning("first has %d", x)
                  return x
              def second(x):
                  logging.getLogger("of.nodes").warning("second has %d", x)
                  return x
              """);

      onLargeStack(() ->
          place.outputs(List.of(7L, 8L), module + ":first", "PassThrough", module + ":second"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(ordered(isolation, told))
        .containsExactlyElementsOf(
            ordered(
                isolation,
                List.of(
                    "n0 0: first has 7",
                    "n2 0: second has 7",
                    "n0 1: first has 8",
                    "n2 1: second has 8")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void tellsTheNodeAndTheItemWhereNeighboursAreDrivenTogether(String isolation)
      throws IOException, InterruptedException {
    var told = Collections.synchronizedList(new ArrayList<String>());
    var logger = Logger.getLogger("of.neighbours");
    logger.setUseParentHandlers(false);
    var handler = new Telling(told);
    logger.addHandler(handler);
    try (var place = new Place(folder, isolation)) {
      var module =
          place.module(
              """
              import logging
              tell = logging.getLogger("of.neighbours").warning
              def first(x):
                  tell("first has %d", x)
                  return x
              def twice(x):
                  for _ in range(2):
                      tell("twice has %d", x)
                      yield x
              async def last(x):
                  tell("last has %d", x)
                  return x
              class Held:
                  def initialize(self): tell("made")
                  def process(self, x): return None if x == 8 else [x]
                  def flush(self):
                      tell("flushed")
                  def cleanup(self): tell("closed")
              """);

      onLargeStack(() ->
          place.outputs(
              List.of(7L, 8L, 9L), module + ":first", module + ":first", module + ":Held"));
      told.add("-");
      onLargeStack(() ->
          place.outputs(List.of(7L, 8L), module + ":first", module + ":twice", module + ":last"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(ordered(isolation, told))
        .containsExactlyElementsOf(
            ordered(
                isolation,
                List.of(
                    "n2 null: made",
                    "n0 0: first has 7",
                    "n1 0: first has 7",
                    "n0 1: first has 8",
                    "n1 1: first has 8",
                    "n0 2: first has 9",
                    "n1 2: first has 9",
                    "n2 null: flushed",
                    "n2 null: closed",
                    "-",
                    "n0 0: first has 7",
                    "n1 0: twice has 7",
                    "n2 0: last has 7",
                    "n1 0: twice has 7",
                    "n2 0: last has 7",
                    "n0 1: first has 8",
                    "n1 1: twice has 8",
                    "n2 1: last has 8",
                    "n1 1: twice has 8",
                    "n2 1: last has 8")));
  }

  /// Nodes in places of their own log at the same time: only what each tells has an order.
  private static List<String> ordered(String isolation, List<String> told) {
    var lines = new ArrayList<>(told);
    if (!isolation.equals("inline")) {
      int half = Math.max(0, lines.indexOf("-"));
      Comparator<String> byNode = Comparator.comparing(line -> line.substring(0, 2));
      lines.subList(0, half).sort(byNode);
      lines.subList(half == 0 ? 0 : half + 1, lines.size()).sort(byNode);
    }
    return lines;
  }

  /// On a small one, Python has a thread of its own.
  private static void onLargeStack(Runnable work) throws InterruptedException {
    var thread = Thread.ofPlatform().stackSize(64L << 20).start(work);
    thread.join();
  }

  /// Writes where each record was logged.
  private static final class Telling extends Handler {
    private final List<String> told;

    Telling(List<String> told) {
      this.told = told;
    }

    @Override
    public void publish(LogRecord record) {
      var fields = RunContext.current().orElseThrow().fields();
      told.add(fields.get("node") + " " + fields.get("input_item") + ": " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
