package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Neighbouring Python nodes in a run, which drives them together unless each is to be timed.
class ChainsInRunsTest {
  private static final String NODES =
      """
      class Add:
          def process(self, x):
              return x + 1

      class Odd:
          def process(self, x):
              return x if x % 2 else None

      class RefuseFive:
          def process(self, x):
              if x == 5:
                  raise ValueError("no fives")
              return x

      class Count:
          def __init__(self):
              self.counts = {}

          def process(self, x):
              self.counts[str(x)] = x
              return self.counts

      class Hold:
          def __init__(self):
              self.held = []

          def process(self, x):
              self.held.append(x)

          def flush(self):
              yield from self.held
      """;

  private @TempDir Path folder;
  private final List<@Nullable Object> left = new ArrayList<>();
  private Workshop workshop;
  private String module;

  @BeforeEach
  void write() throws IOException {
    workshop = new Workshop(folder);
    module = workshop.module(NODES);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @ParameterizedTest
  @EnumSource
  void giveWhatTheyGiveOneByOne(Timing timing) {
    var outcome = run(timing, LongStream.range(0, 1000).boxed().toList(), "Add", "Odd", "Add");

    assertThat(left).hasSize(500).startsWith(2L, 4L, 6L).endsWith(998L, 1000L);
    assertThat(outcome.report().nodes())
        .extracting(NodeReport::itemsIn, NodeReport::itemsOut)
        .containsExactly(
            Tuple.tuple(1000L, 1000L), Tuple.tuple(1000L, 500L), Tuple.tuple(500L, 500L));
  }

  @ParameterizedTest
  @EnumSource
  void sayWhichOfThemFailedOnWhichItem(Timing timing) {
    var items = LongStream.range(0, 100).boxed().toList();

    var outcome = run(timing, items, "Add", "Odd", "RefuseFive", "Add");

    var error = (NodeException) ((Outcome.Failed) outcome).error();
    assertThat(error).hasMessage("Node n2 failed on item 2: ValueError: no fives");
    assertThat(error.place().inputItem()).hasValue(4);
    assertThat(error.traceback()).contains("raise ValueError");
    assertThat(left).containsExactly(2L, 4L);
  }

  @ParameterizedTest
  @EnumSource
  void sayWhichOfThemFailedWhenOneBeforeThemFlushes(Timing timing) {
    var outcome = run(timing, List.of(1L, 4L), "Hold", "Add", "RefuseFive");

    var error = (NodeException) ((Outcome.Failed) outcome).error();
    assertThat(error).hasMessage("Node n2 failed on item 1: ValueError: no fives");
    assertThat(error.place().inputItem()).isEmpty();
    assertThat(left).containsExactly(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Count", "Add,Count"})
  void giveAThingThatTheyChangeAsItWasAtEachItem(String types) {
    run(Timing.SOME_ITEMS, List.of(1L, 2L, 3L), types.split(","));

    assertThat(left).extracting(counts -> ((Map<?, ?>) counts).size()).containsExactly(1, 2, 3);
  }

  @Test
  void refuseAnItemThatCannotReachThem() {
    var outcome = run(Timing.SOME_ITEMS, List.of(1L, 'x', 3L), "Add", "Add");

    assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("Node n0 failed on item 1");
    assertThat(left).containsExactly(3L);
  }

  private Outcome run(Timing timing, List<?> items, String... types) {
    var names = new ArrayList<String>();
    for (var type : types) {
      names.add(module + ":" + type);
    }
    return switch (workshop.read(names.toArray(String[]::new))) {
      case Reading.Accepted accepted ->
          Pipeline.of(accepted)
              .timed(timing)
              .run(new Feed.Batch(items), (_, value) -> left.add(value));
      case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
    };
  }
}
