package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.worker.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A hundred kills of workers at random moments, whatever they do. `terrarium.test.seed` repeats
/// them.
@Tag("native")
@Timeout(120)
class KillsTest {
  private static final int IN_A_RUN = 3;
  private static final int LENGTH = 100_000;
  private static final String SKIPPING = " | \"on_error\": \"data\"";

  private static final String NODES =
      """
      import os, time
      def mark(text):
          with open(__file__ + ".marks", "a") as file: file.write(text + "\\n")
      def item(number):
          mark(f"begin {number}")
          time.sleep(0.0005)
          mark(f"end {number}")
          return number
      def several(number):
          for i in range(3): yield [number, i]
      class Sums:
          is_streaming = True
          def process(self, items):
              for item in items: yield item
      class Count:
          def __init__(self): self.count = 0
          def process(self, item):
              self.count += 1
              return self.count
          def snapshot(self): return self.count
          def restore(self, count): self.count = count
      class Slow:
          def __init__(self): time.sleep(0.03)
          def process(self, item): return item
          def cleanup(self): time.sleep(0.03)
      def sound(item):
          samples, rate = item
          return samples * 2, rate
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open(_ -> {});
  private final Path folder = place.folder();
  private final long seed = Long.getLong("terrarium.test.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private String module = "";

  @BeforeEach
  void open() throws Exception {
    System.out.println("KillsTest: -Dterrarium.test.seed=" + seed);
    module = place.module(NODES);
  }

  /// What came of a run: its outcome, and its outputs.
  private record Ran(Outcome outcome, List<@Nullable Object> out, Killer killer) {
    boolean isCrash(int index) {
      return out.get(index) instanceof Map<?, ?> map && map.containsKey("error");
    }

    /// Returns which item failed.
    long failed(int index) {
      var error = (Map<?, ?>) ((Map<?, ?>) out.get(index)).get("error");
      return ((Number) error.get("item")).longValue();
    }

    /// Requires that no more failed than was killed, that each failure is a crash, and that all
    /// ended as it should.
    void requireCrashesOnly(long seed) {
      assertThat(outcome).as("seed %d", seed).isInstanceOf(Outcome.Completed.class);
      assertThat(killer.kills()).as("seed %d", seed).isEqualTo(IN_A_RUN);
      int crashes = 0;
      for (int i = 0; i < out.size(); i++) {
        if (isCrash(i)) {
          crashes++;
          assertThat(out.get(i).toString())
              .as("seed %d, output %d", seed, i)
              .contains("WorkerCrashed", "SIGKILL");
        }
      }
      assertThat(crashes).as("seed %d", seed).isLessThanOrEqualTo(killer.kills());
    }
  }

  private Ran run(int kills, Iterator<@Nullable Object> items, String... nodes) {
    var out = new ArrayList<@Nullable Object>();
    var pipeline = place.pipeline(nodes);
    try (var killer = new Killer(random.nextLong(), kills)) {
      var outcome =
          pipeline.run(
              new Iterator<@Nullable Object>() {
                private int further = 20; // after the last kill

                @Override
                public boolean hasNext() {
                  return items.hasNext() && (!killer.isOver() || further-- > 0);
                }

                @Override
                public @Nullable Object next() {
                  return items.next();
                }
              },
              value -> {
                killer.go();
                out.add(value);
              });
      return new Ran(outcome, out, killer);
    }
  }

  private static Iterator<@Nullable Object> numbers() {
    return LongStream.range(0, 1_000_000).<@Nullable Object>mapToObj(i -> i).iterator();
  }

  private Map<String, Long> marks() throws Exception {
    var file = folder.resolve(module + ".py.marks");
    var lines = Files.readAllLines(file);
    Files.delete(file);
    return lines.stream().collect(Collectors.groupingBy(line -> line, Collectors.counting()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whileItemsAreAtWorkNoneIsLostOrDoneTwice(int workers) throws Exception {
    for (int kills = 0; kills < 12; kills += IN_A_RUN) {
      var ran = run(IN_A_RUN, numbers(), "@:item" + SKIPPING + ", \"workers\": " + workers);

      ran.requireCrashesOnly(seed);
      var marks = marks();
      for (int i = 0; i < ran.out().size(); i++) {
        assertThat(marks.getOrDefault("begin " + i, 0L)).as("seed %d", seed).isLessThan(2);
        if (ran.isCrash(i)) {
          assertThat(ran.failed(i)).as("seed %d", seed).isEqualTo(i);
        } else {
          assertThat(ran.out().get(i)).as("seed %d", seed).isEqualTo((long) i);
          assertThat(marks).as("seed %d", seed).containsEntry("end " + i, 1L);
        }
      }
    }
  }

  @Test
  void betweenTheOutputsOfAGeneratorTheirOrderHolds() throws Exception {
    for (int kills = 0; kills < 12; kills += IN_A_RUN) {
      var ran = run(IN_A_RUN, numbers(), "@:several" + SKIPPING);

      ran.requireCrashesOnly(seed);
      long item = 0;
      long part = 0;
      for (int i = 0; i < ran.out().size(); i++) {
        if (ran.isCrash(i)) { // also behind the last output, before it was known to be that
          long failed = ran.failed(i);
          assertThat(failed == item || (part == 0 && failed == item - 1))
              .as("seed %d", seed)
              .isTrue();
          item = failed + 1;
          part = 0;
        } else {
          assertThat(ran.out().get(i)).as("seed %d", seed).isEqualTo(List.of(item, part));
          item += part == 2 ? 1 : 0;
          part = (part + 1) % 3;
        }
      }
    }
  }

  @Test
  void ofAStreamGiveWhatCameBeforeAndItsError() throws Exception {
    for (int kills = 0; kills < 7; kills++) {
      var ran = run(1, numbers(), "@:Sums");

      for (int i = 0; i < ran.out().size(); i++) {
        assertThat(ran.out().get(i)).as("seed %d", seed).isEqualTo((long) i);
      }
      if (ran.outcome() instanceof Outcome.Failed failed) {
        assertThat(failed.error()).as("seed %d", seed).hasMessageContaining("SIGKILL");
      }
    }
    assertThat(place.outputs(List.of(1L), "@:Sums")).containsExactly(1L);
  }

  @Test
  void withLargeArraysInBothDirectionsLoseNone() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    for (int kills = 0; kills < 12; kills += IN_A_RUN) {
      var ran = run(IN_A_RUN, sounds(), "@:sound | \"on_error\": \"skip\"", "ExtractAudioDataNode");

      assertThat(ran.outcome()).as("seed %d", seed).isInstanceOf(Outcome.Completed.class);
      float last = 0;
      for (var each : ran.out()) {
        assertThat((float[]) each).as("seed %d", seed).hasSize(2 * LENGTH);
        assertThat(((float[]) each)[0]).as("seed %d", seed).isGreaterThan(last);
        last = ((float[]) each)[0];
      }
      assertThat(ran.out())
          .as("seed %d", seed)
          .hasSizeBetween((int) last / 2 - IN_A_RUN, (int) last / 2);
    }
  }

  /// Frames of which each begins with its number, from 1 on.
  private static Iterator<@Nullable Object> sounds() {
    return IntStream.range(1, 100_000)
        .<@Nullable Object>mapToObj(number -> {
          var frame = AudioFrame.silent(2, LENGTH, 8000);
          frame.samples().put(0, number);
          return frame;
        })
        .iterator();
  }

  @Test
  void leaveANodeTheStateThatItTold() throws Exception {
    for (int kills = 0; kills < 9; kills += IN_A_RUN) {
      var ran = run(IN_A_RUN, numbers(), "@:Count" + SKIPPING);

      ran.requireCrashesOnly(seed);
      long last = 0;
      long failed = 0;
      for (int i = 0; i < ran.out().size(); i++) {
        if (ran.isCrash(i)) {
          failed++;
        } else {
          assertThat((Long) ran.out().get(i))
              .as("seed %d", seed)
              .isBetween(last + 1, last + 1 + failed);
          last = (Long) ran.out().get(i);
          failed = 0;
        }
      }
    }
  }

  @Test
  void whileANodeIsOpenedOrClosedEndThatRunAlone() throws Exception {
    for (int kills = 0; kills < 13; kills++) {
      var out = new ArrayList<@Nullable Object>();
      var pipeline = place.pipeline("@:Slow");
      try (var killer = new Killer(random.nextLong(), 1)) {
        killer.go();
        var outcome = pipeline.run(List.<@Nullable Object>of(1L, 2L).iterator(), out::add);

        if (outcome instanceof Outcome.Failed failed) {
          assertThat(failed.error()).as("seed %d", seed).hasMessageContaining("SIGKILL");
        } else {
          assertThat(out).as("seed %d", seed).containsExactly(1L, 2L);
        }
      }
      assertThat(place.outputs(List.of(3L), "@:Slow")).as("seed %d", seed).containsExactly(3L);
    }
  }

  @Test
  void whileAWorkerStartsAreToldAndTheNextStarts() throws Exception {
    for (int kills = 0; kills < 11; kills++) {
      try (var fresh = new Place(folder, _ -> {}, _ -> {})) {
        fresh.module(NODES);
        List<String> faults;
        try (var killer = new Killer(random.nextLong(), 1)) {
          killer.go();
          faults = fresh.faults("@:item");
        }
        assertThat(faults)
            .as("seed %d", seed)
            .allSatisfy(fault -> assertThat(fault).contains("cannot be loaded", "SIGKILL"));
        assertThat(fresh.outputs(List.of(3L), "@:item")).as("seed %d", seed).containsExactly(3L);
      }
    }
  }

  @Test
  void betweenTwoRunsDisturbNone() throws Exception {
    assertThat(place.outputs(List.of(0L), "@:item")).containsExactly(0L);
    for (long kills = 0; kills < 12; kills++) {
      assertThat(Killer.killOne(random)).as("seed %d", seed).isTrue();

      assertThat(place.outputs(List.of(kills, kills + 1), "@:item"))
          .as("seed %d", seed)
          .containsExactly(kills, kills + 1);
    }
  }
}
