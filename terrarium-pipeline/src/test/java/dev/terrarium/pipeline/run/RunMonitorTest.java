package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.Retry;
import dev.terrarium.pipeline.manifest.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunMonitorTest {
  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<RunMonitor> monitor = new AtomicReference<>();

  @Test
  void showsARunFromAnotherThreadWhileItIsUnderWay() throws Exception {
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var probe =
        new Probe(diary)
            .with(
                "double",
                (item, out) -> {
                  out.emit(item);
                  out.emit(item);
                })
            .with(
                "last",
                (item, out) -> {
                  if (item.equals("3")) {
                    reached.countDown();
                    await(goOn);
                  }
                  out.emit(item);
                });
    var pipeline = Pipeline.of(Chains.of(probe, "double", "last")).monitored(monitor::set);

    try (var runner = Executors.newSingleThreadExecutor()) {
      var run =
          runner.submit(() -> pipeline.run(List.of("1", "2", "3").iterator(), _ -> {}).report());
      await(reached);
      var during = view().report();
      boolean hadEnded = view().hasEnded();
      goOn.countDown();
      var after = run.get();

      assertThat(hadEnded).isFalse();
      assertThat(during.itemsIn()).isEqualTo(3);
      assertThat(during.itemsOut()).isEqualTo(4);
      assertThat(during.nodes()).extracting(NodeReport::itemsIn).containsExactly(3L, 5L);
      assertThat(during.nodes()).extracting(NodeReport::itemsOut).containsExactly(5L, 4L);
      assertThat(during.firstOutputNanos()).isPresent();
      assertThat(view().hasEnded()).isTrue();
      assertThat(view().report()).isSameAs(view().report()).isEqualTo(after);
    }
  }

  @Test
  void showsWhatWaitsInAQueueAndWhatWasDropped() throws Exception {
    var put = new Semaphore(0);
    var busy = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var probe =
        new Probe(diary)
            .with(
                "quick",
                (item, out) -> {
                  out.emit(item);
                  await(busy);
                  put.release();
                })
            .with(
                "slow",
                (_, _) -> {
                  busy.countDown();
                  await(goOn);
                });
    var bound = new QueueBound(2, QueueBound.Policy.DROP_OLDEST);
    var pipeline = Pipeline.of(queued(probe, bound)).monitored(monitor::set);
    var input = IntStream.range(0, 10).boxed().iterator();

    try (var runner = Executors.newSingleThreadExecutor()) {
      var run = runner.submit(() -> pipeline.run(new Feed.Stream(input), (_, _) -> {}));
      put.acquire(10);
      var wire = view().report().wires().getFirst();
      goOn.countDown();
      run.get();

      assertThat(wire.waiting()).isEqualTo(2);
      assertThat(wire.items()).isEqualTo(10);
      assertThat(wire.dropped()).isEqualTo(7);
    }
  }

  @Test
  void showsFailuresAndRetries() {
    var probe =
        new Probe(diary)
            .with(
                "never",
                (_, _) -> {
                  throw new IllegalStateException("no");
                });
    var retry = new Retry(3, Duration.ZERO, 1, 0, List.of("IllegalStateException"));
    var conduct =
        new Conduct(
            false,
            Conduct.Isolation.INLINE,
            new ErrorPolicy.Skip(),
            Optional.of(retry),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var chain = Chains.graph(probe, Map.of("never", conduct), List.of("never"), List.of());

    Pipeline.of(chain).monitored(monitor::set).run(List.of("1", "2").iterator(), _ -> {});

    var node = view().report().nodes().getFirst();
    assertThat(node.failures()).isEqualTo(2);
    assertThat(node.retries()).isEqualTo(4);
  }

  @Test
  void tellsRunsOfOnePipelineApart() {
    var probe = new Probe(diary).with("a", (item, out) -> out.emit(item));
    var monitors = new ArrayList<RunMonitor>();
    var pipeline = Pipeline.of(Chains.of(probe, "a")).monitored(monitors::add);

    pipeline.run(List.of("1").iterator(), _ -> {});
    pipeline.run(List.of("1").iterator(), _ -> {});

    assertThat(monitors).extracting(RunMonitor::id).doesNotHaveDuplicates();
    assertThat(monitors).allSatisfy(each -> assertThat(each.id()).matches("[0-9a-f]{16}"));
    assertThat(monitors).extracting(RunMonitor::pipeline).containsOnly("test");
  }

  @Test
  void notesWhenEachNodeWorkedOnTheFirstItemsWhereThatIsAskedFor() {
    var probe =
        new Probe(diary)
            .with("a", (item, out) -> out.emit(item))
            .with("b", (item, out) -> out.emit(item));
    var pipeline = Pipeline.of(Chains.of(probe, "a", "b")).traced(2).monitored(monitor::set);

    pipeline.run(List.of("1", "2", "3").iterator(), _ -> {});

    var spans = view().spans();
    assertThat(spans)
        .extracting(span -> span.node() + " " + span.inputItem())
        .containsExactly("b 0", "a 0", "b 1", "a 1");
    assertThat(spans.get(1).beginNanos()).isLessThanOrEqualTo(spans.get(0).beginNanos());
    assertThat(spans.get(1).endNanos()).isGreaterThanOrEqualTo(spans.get(0).endNanos());
    assertThat(spans.get(2).beginNanos()).isGreaterThanOrEqualTo(spans.get(1).endNanos());
  }

  @Test
  void notesNothingOfSingleItemsUnlessAsked() {
    var probe = new Probe(diary).with("a", (item, out) -> out.emit(item));

    Pipeline.of(Chains.of(probe, "a"))
        .monitored(monitor::set)
        .run(List.of("1").iterator(), _ -> {});

    assertThat(view().spans()).isEmpty();
  }

  private RunMonitor view() {
    return monitor.get();
  }

  private static Reading.Accepted queued(Probe probe, QueueBound bound) {
    var conduct =
        new Conduct(
            false,
            Conduct.Isolation.INLINE,
            new ErrorPolicy.Fail(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(bound));
    return Chains.graph(
        probe, Map.of("slow", conduct), List.of("quick", "slow"), List.of("quick > slow"));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("It did not come to that");
    }
  }
}
