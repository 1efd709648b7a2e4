package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams with several threads of which one fails: the others are not where it is.
@Timeout(60)
class StreamFailureTest {
  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(diary)
          .with("a", (item, out) -> out.emit(item + "a"))
          .with("b", (item, out) -> out.emit(item + "b"));

  @Test
  void deliversWhatComesOfEarlierItemsAndNothingElseWhenAnItemOfAStreamFails() {
    var failed = new CountDownLatch(1);
    probe
        .with(
            "late",
            (item, out) -> {
              failed.await();
              out.emit(item);
            })
        .with(
            "second",
            (item, out) -> {
              if (item.equals("2a")) {
                failed.countDown();
                throw new IllegalStateException("no twos");
              }
              out.emit(item);
            });
    var graph = Chains.graph(probe, List.of("a", "second", "late"), "a > second", "a > late");
    var left = new ArrayList<String>();

    var outcome =
        Pipeline.of(graph)
            .run(
                new Feed.Stream(List.of("1", "2", "3", "4").iterator()),
                (sink, item) -> left.add(sink + ":" + item));

    assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("no twos");
    assertThat(left).containsExactly("second:1a", "late:1a");
  }

  @Test
  void failsOnTheFirstItemThatFailedAlsoIfALaterOneFailedSooner() {
    var failed = new CountDownLatch(1);
    probe
        .with(
            "first",
            (_, _) -> {
              failed.await();
              throw new IllegalStateException("at once");
            })
        .with(
            "second",
            (item, _) -> {
              if (item.equals("2")) {
                failed.countDown();
                throw new IllegalStateException("later");
              }
            });
    var graph = Chains.graph(probe, List.of("second", "first"));

    var outcome = Pipeline.of(graph).run(List.of("1", "2").iterator(), _ -> {});

    var error = (NodeException) ((Outcome.Failed) outcome).error();
    assertThat(error.place().node()).hasToString("first");
    assertThat(error.place().inputItem()).hasValue(0);
  }

  @Test
  void letsEarlierItemsPassTheNodesBehindTheOneThatFailed() {
    var failed = new CountDownLatch(1);
    probe
        .with(
            "second",
            (item, out) -> {
              if (item.equals("2")) {
                failed.countDown();
                throw new IllegalStateException("no twos");
              }
              out.emit(item);
            })
        .with(
            "behind",
            (item, out) -> {
              failed.await();
              out.emit(item);
            });
    var plain = Conduct.PLAIN;
    var alone =
        new Conduct(
            false,
            Conduct.Isolation.THREAD,
            plain.onError(),
            plain.retry(),
            plain.timeout(),
            plain.circuit(),
            plain.queue());
    var chain =
        Chains.graph(
            probe,
            Map.of("second", alone, "behind", alone),
            List.of("second", "behind", "b"),
            List.of("second > behind", "behind > b"));
    var left = new ArrayList<>();

    var outcome = Pipeline.of(chain).run(List.of("1", "2", "3").iterator(), left::add);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(left).containsExactly("1b");
  }

  @Test
  void waitsForABranchThatHangsNoLongerThanTheGrace() {
    probe
        .with("hang", (_, _) -> new CountDownLatch(1).await())
        .with(
            "fail",
            (_, _) -> {
              throw new IllegalStateException("no more");
            });
    var plan = new Plan(Chains.graph(probe, List.of("hang", "fail")), false);
    var order =
        new Assembly.Order(
            new Feed.Stream(List.of("1").iterator()),
            (_, _) -> {},
            Timing.SOME_ITEMS,
            System::nanoTime);

    var outcome = new Run(plan, order, Duration.ofMillis(10)).run();

    assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("no more");
    assertThat(diary).endsWith("close fail", "close hang");
    assertThat(Thread.interrupted()).isFalse();
  }
}
