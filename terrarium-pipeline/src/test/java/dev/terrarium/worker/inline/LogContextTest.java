package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where in a run a record from Python was logged.
@Tag("native")
class LogContextTest {
  @TempDir Path folder;

  @Test
  void tellsTheNodeAndTheItemOfARecordFromPython() throws IOException, InterruptedException {
    var told = new ArrayList<String>();
    var logger = Logger.getLogger("of.nodes");
    logger.setUseParentHandlers(false);
    var handler = new Telling(told);
    logger.addHandler(handler);
    try (var workshop = new Workshop(folder)) {
      var module =
          workshop.module(
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
          workshop.outputs(List.of(7L, 8L), module + ":first", "PassThrough", module + ":second"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(told)
        .containsExactly(
            "n0 0: first has 7", "n2 0: second has 7", "n0 1: first has 8", "n2 1: second has 8");
  }

  @Test
  void tellsTheNodeAndTheItemWhereNeighboursAreDrivenTogether()
      throws IOException, InterruptedException {
    var told = new ArrayList<String>();
    var logger = Logger.getLogger("of.neighbours");
    logger.setUseParentHandlers(false);
    var handler = new Telling(told);
    logger.addHandler(handler);
    try (var workshop = new Workshop(folder)) {
      var module =
          workshop.module(
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
          workshop.outputs(
              List.of(7L, 8L, 9L), module + ":first", module + ":first", module + ":Held"));
      told.add("-");
      onLargeStack(() ->
          workshop.outputs(
              List.of(7L, 8L), module + ":first", module + ":twice", module + ":last"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(told)
        .containsExactly(
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
            "n2 1: last has 8");
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
