package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Outlet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTest {
  private final List<String> diary = new ArrayList<>();
  private final Probe probe =
      new Probe(diary)
          .with("pass", (item, out) -> out.emit(item))
          .with(
              "twice",
              (item, out) -> {
                out.emit(item);
                out.emit(item);
              })
          .with("drop", (_, _) -> {})
          .with("hold", new Holding());

  @Test
  void letsTheFirstOutputLeaveBeforeTheSecondInputIsRead() {
    var input = List.of(1, 2).iterator();
    var narrated =
        new Iterator<Integer>() {
          @Override
          public boolean hasNext() {
            return input.hasNext();
          }

          @Override
          public Integer next() {
            int item = input.next();
            diary.add("read " + item);
            return item;
          }
        };

    Pipeline.of(Chains.of(probe, "pass")).run(narrated, item -> diary.add("out " + item));

    assertThat(diary)
        .containsExactly(
            "open pass",
            "read 1",
            "pass takes 1",
            "out 1",
            "read 2",
            "pass takes 2",
            "out 2",
            "flush pass",
            "close pass");
  }

  @Test
  void flushesFromFrontToBackAndClosesFromBackToFront() {
    var out = run(List.of(1, 2), "hold", "pass");

    assertThat(out).containsExactly(1, 2);
    assertThat(diary)
        .containsExactly(
            "open hold",
            "open pass",
            "hold takes 1",
            "hold takes 2",
            "flush hold",
            "pass takes 1",
            "pass takes 2",
            "flush pass",
            "close pass",
            "close hold");
  }

  @Test
  void saysThatAllHasLeftBeforeTheNodesCleanUp() {
    var results =
        new Results() {
          @Override
          public void emit(String sink, @Nullable Object value) {}

          @Override
          public void end() {
            diary.add("all has left");
          }
        };

    Pipeline.of(Chains.of(probe, "pass")).run(new Feed.Batch(List.of(1)), results);

    assertThat(diary)
        .containsExactly("open pass", "pass takes 1", "flush pass", "all has left", "close pass");
  }

  @Test
  void endsTheRunByWhatTheConsumerThrowsThenAndCleansUp() {
    var results =
        new Results() {
          @Override
          public void emit(String sink, @Nullable Object value) {}

          @Override
          public void end() {
            throw new IllegalStateException("no room");
          }
        };
    var pipeline = Pipeline.of(Chains.of(probe, "pass"));

    assertThatThrownBy(() -> pipeline.run(new Feed.Batch(List.of(1)), results))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no room");
    assertThat(diary).endsWith("close pass");
  }

  @Test
  void passesANullThatTheUserSends() {
    assertThat(run(Arrays.asList(1, null), "pass")).containsExactly(1, null);
  }

  @Test
  void countsWhatEachNodeTakesAndEmits() {
    var report =
        Pipeline.of(Chains.of(probe, "twice", "pass", "drop"))
            .run(List.of(1, 2, 3).iterator(), _ -> {})
            .report();

    assertThat(report.nodes())
        .extracting(NodeReport::itemsIn, NodeReport::itemsOut)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, 6L),
            org.assertj.core.groups.Tuple.tuple(6L, 6L),
            org.assertj.core.groups.Tuple.tuple(6L, 0L));
    assertThat(report.itemsIn()).isEqualTo(3);
    assertThat(report.itemsOut()).isZero();
    assertThat(report.firstOutputNanos()).isEmpty();
  }

  @Test
  void sharesOutTheTimeSoThatEachNodeHasItsOwn() {
    var clock = new long[1];
    var timed =
        new Probe(diary)
            .with(
                "outer",
                (item, out) -> {
                  clock[0] += 10;
                  out.emit(item);
                  clock[0] += 5;
                })
            .with(
                "inner",
                (item, out) -> {
                  clock[0] += 100;
                  out.emit(item);
                });
    var items = IntStream.range(0, 2).boxed().iterator();

    var outcome =
        new Run(
                new Plan(Chains.of(timed, "outer", "inner"), false),
                new Assembly.Order(
                    new Feed.Stream(items),
                    (_, _) -> clock[0] += 1000,
                    Timing.EVERY_ITEM,
                    () -> clock[0]))
            .run();

    var report = outcome.report();
    assertThat(report.nodes()).extracting(NodeReport::workNanos).containsExactly(30L, 200L);
    assertThat(report.deliveryNanos()).isEqualTo(2000);
    assertThat(report.firstOutputNanos()).isEqualTo(OptionalLong.of(1110));
    assertThat(report.totalNanos()).isEqualTo(2230);
  }

  @Test
  void convertsForeignValuesForNodesThatDoNotTakeThemAndAtTheEnd() {
    var foreign =
        new ForeignValue() {
          @Override
          public ForeignValue share() {
            return this;
          }

          @Override
          public void close() {}

          @Override
          public Object toJava() {
            return "converted";
          }

          @Override
          public <T> T as(Class<T> type) {
            return type.cast(toJava());
          }

          @Override
          public String describe() {
            return "'foreign'";
          }

          @Override
          public String typeName() {
            return "str";
          }
        };
    var source = probe.with("speak", (_, out) -> out.emit(foreign));

    assertThat(run(source, List.of(1), "speak", "pass")).containsExactly("converted");
    assertThat(run(source, List.of(1), "speak")).containsExactly("converted");
    assertThat(diary).contains("pass takes converted");
  }

  @Test
  void runsTheSamePipelineAgainWithNodesOfItsOwn() {
    var pipeline = Pipeline.of(Chains.of(probe, "pass"));

    var first = pipeline.run(List.of(1).iterator(), _ -> {});
    var second = pipeline.run(List.of(1, 2).iterator(), _ -> {});

    assertThat(first.report().itemsIn()).isEqualTo(1);
    assertThat(second.report().itemsIn()).isEqualTo(2);
  }

  private List<@Nullable Object> run(List<?> items, String... types) {
    return run(probe, items, types);
  }

  private static List<@Nullable Object> run(Probe probe, List<?> items, String... types) {
    var out = new ArrayList<@Nullable Object>();
    Pipeline.of(Chains.of(probe, types)).run(items.iterator(), out::add);
    return out;
  }

  /// Holds all items back until the flush.
  private static final class Holding implements Probe.Behaviour {
    private final List<@Nullable Object> held = new ArrayList<>();

    @Override
    public void process(@Nullable Object item, Outlet out) {
      held.add(item);
    }

    @Override
    public void flush(Outlet out) {
      held.forEach(out::emit);
    }
  }
}
