package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.run.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes of nodes that raise, or try to exit, in each of their functions.
@Tag("native")
@Timeout(60)
class BadNodesTest {
  private static final String NODES =
      """
      import sys
      ends = []
      def bad(): %s
      class Good:
          def process(self, item): return item
          def cleanup(self): ends.append(type(self).__name__)
      class Constructing(Good):
          def __init__(self): bad()
      class Initializing(Good):
          def initialize(self): bad()
      class Processing(Good):
          def process(self, item): bad()
      class Generating(Good):
          def process(self, item):
              yield item
              bad()
      class Awaiting(Good):
          async def process(self, item): bad()
      class Flushing(Good):
          def flush(self): bad()
      class Cleaning(Good):
          def cleanup(self): bad()
      def told(item): return ends
      """;

  private @TempDir Path folder;
  private final List<@Nullable Object> out = new ArrayList<>();
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Constructing, Node n1 could not start, 0, false",
    "Initializing, Node n1 could not start, 0, true",
    "Processing, Node n1 failed on item 0, 0, true",
    "Generating, Node n1 failed on item 0, 1, true",
    "Awaiting, Node n1 failed on item 0, 0, true",
    "Flushing, Node n1 failed while flushing, 2, true",
    "Cleaning, Node n1 failed while cleaning up, 2, false",
  })
  void raisingFailsTheRunAtItsPlaceAndTheOthersCleanUp(
      String type, String place, int left, boolean tidy) throws IOException {
    var error = failure("raise ValueError('boom')", type, tidy);

    assertThat(error.getMessage()).startsWith(place).contains("ValueError: boom");
    assertThat(error.traceback()).contains("in bad");
    assertThat(out).hasSize(left);
  }

  @ParameterizedTest
  @CsvSource({
    "Constructing, Node n1 could not start, false",
    "Initializing, Node n1 could not start, true",
    "Processing, Node n1 failed on item 0, true",
    "Generating, Node n1 failed on item 0, true",
    "Awaiting, Node n1 failed on item 0, true",
    "Flushing, Node n1 failed while flushing, true",
    "Cleaning, Node n1 failed while cleaning up, false",
  })
  void exitingIsAnExceptionLikeOthers(String type, String place, boolean tidy) throws IOException {
    var error = failure("sys.exit(5)", type, tidy);

    assertThat(error.getMessage()).startsWith(place).contains("SystemExit: 5");
    assertThat(error.type()).isEqualTo("SystemExit");
  }

  private NodeException failure(String bad, String type, boolean tidy) throws IOException {
    var module = workshop.module(NODES.formatted(bad));
    var outcome = workshop.run(List.of(1L, 2L), out, module + ":Good", module + ":" + type);

    assertThat(workshop.outputs(List.of(0L), module + ":told"))
        .containsExactly(tidy ? List.of(type, "Good") : List.of("Good"));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (NodeException) ((Outcome.Failed) outcome).error();
  }
}
