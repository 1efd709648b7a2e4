package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.manifest.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BranchesTest {
  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(diary)
          .with("a", (item, out) -> out.emit(item + "a"))
          .with("b", (item, out) -> out.emit(item + "b"))
          .with(
              "twice",
              (item, out) -> {
                out.emit(item + "1");
                out.emit(item + "2");
              })
          .with("c", (item, out) -> out.emit(item + "c"))
          .with("drop", (_, _) -> {})
          .with(
              "refuse2",
              (item, out) -> {
                if (item.toString().startsWith("2")) {
                  throw new IllegalStateException("no twos");
                }
                out.emit(item);
              });

  @Test
  void givesAFanInAllOfTheFirstBranchThenAllOfTheSecondInABatch() {
    var diamond =
        Chains.graph(
            probe, List.of("a", "b", "twice", "c"), "a > b", "a > twice", "twice > c", "b > c");

    assertThat(batch(diamond, "1", "2"))
        .containsExactly("1a1c", "1a2c", "2a1c", "2a2c", "1abc", "2abc");
  }

  @Test
  void givesAFanInBothBranchesOfEachItemInAStream() {
    var diamond =
        Chains.graph(
            probe, List.of("a", "b", "twice", "c"), "a > b", "a > twice", "twice > c", "b > c");

    assertThat(stream(diamond, List.of("1", "2").iterator()))
        .containsExactly("1a1c", "1a2c", "1abc", "2a1c", "2a2c", "2abc");
  }

  @Test
  void keepsTheOrderWhereABranchDropsEverything() {
    var diamond =
        Chains.graph(
            probe, List.of("a", "drop", "b", "c"), "a > drop", "a > b", "drop > c", "b > c");

    assertThat(stream(diamond, List.of("1", "2").iterator())).containsExactly("1abc", "2abc");
  }

  @Test
  void deliversSinkAfterSinkInTheOrderOfTheManifest() {
    var two = Chains.graph(probe, List.of("a", "b"));
    var left = new ArrayList<String>();

    Pipeline.of(two)
        .run(new Feed.Batch(List.of("1", "2")), (sink, value) -> left.add(sink + ":" + value));

    assertThat(left).containsExactly("a:1a", "a:2a", "b:1b", "b:2b");
  }

  @Test
  void deliversASameConnectionTwiceTwice() {
    var doubled = Chains.graph(probe, List.of("a", "b"), "a > b", "a > b");

    assertThat(stream(doubled, List.of("1", "2").iterator()))
        .containsExactly("1ab", "1ab", "2ab", "2ab");
  }

  @Test
  void letsTheFirstResultOfAStreamLeaveBeforeTheSecondInputIsRead() {
    var diamond = Chains.graph(probe, List.of("a", "b", "c"), "a > b", "a > c");
    var results = new Semaphore(0);
    var input =
        IntStream.range(0, 3)
            .mapToObj(number -> {
              if (number > 0) {
                acquire(results, 2);
              }
              return String.valueOf(number);
            })
            .iterator();

    var outcome = Pipeline.of(diamond).run(new Feed.Stream(input), (_, _) -> results.release());

    assertThat(outcome.report().itemsOut()).isEqualTo(6);
  }

  @Test
  void letsBranchesWorkAtTheSameTime() {
    var both = new CyclicBarrier(2);
    var meeting =
        new Probe(diary)
            .with("left", (_, _) -> both.await(60, TimeUnit.SECONDS))
            .with("right", (_, _) -> both.await(60, TimeUnit.SECONDS));

    var outcome =
        Pipeline.of(Chains.graph(meeting, List.of("left", "right")))
            .run(new Feed.Batch(List.of("1")), (_, _) -> {});

    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
  }

  @Test
  void buffersAtAFanInWhatOneItemMakesHoweverMuchThatIs() {
    var many =
        new Probe(diary)
            .with("many", (_, out) -> IntStream.range(0, 1000).forEach(out::emit))
            .with("slow", (item, out) -> out.emit("s" + item))
            .with("join", (item, out) -> out.emit(item));
    var diamond =
        Chains.graph(
            many, List.of("many", "slow", "join"), "many > slow", "slow > join", "many > join");

    var left = stream(diamond, List.of("x", "y").iterator());

    assertThat(left).hasSize(4000);
    assertThat(left.subList(998, 1002)).containsExactly("s998", "s999", "0", "1");
    assertThat(left.subList(1999, 2001)).containsExactly("999", "s0");
  }

  @Test
  void holdsTheSourceBackWhenASinkIsSlow() {
    var capacity = 4;
    var queued =
        conduct(Conduct.Isolation.INLINE, new QueueBound(capacity, QueueBound.Policy.BLOCK));
    var gate = new CountDownLatch(1);
    var read = new AtomicInteger();
    var slow =
        new Probe(diary)
            .with(
                "slow",
                (item, out) -> {
                  if (item.equals(0)) {
                    // The source stands still when the queue is full and one more is in its hand.
                    awaitUntil(() -> read.get() == capacity + 2);
                    gate.await();
                  }
                  out.emit(item);
                });
    var chain = Chains.graph(slow, Map.of("slow", queued), List.of("slow"), List.of());
    var input =
        Stream.iterate(0, number -> number + 1)
            .limit(100)
            .peek(_ -> read.incrementAndGet())
            .peek(number -> {
              if (number == capacity + 1) {
                gate.countDown();
              }
            })
            .iterator();

    var left = stream(chain, input);

    assertThat(left).hasSize(100).startsWith("0", "1", "2").endsWith("98", "99");
  }

  @Test
  void dropsTheOldestAndCountsItWhereTheQueueSaysSo() {
    assertThat(crowd(QueueBound.Policy.DROP_OLDEST, 7)).containsExactly("0", "8", "9");
  }

  @Test
  void dropsTheNewestAndCountsItWhereTheQueueSaysSo() {
    assertThat(crowd(QueueBound.Policy.DROP_NEWEST, 7)).containsExactly("0", "1", "2");
  }

  @Test
  void keepsTheLatestWhereTheQueueSaysSo() {
    assertThat(crowd(QueueBound.Policy.LATEST, 8)).containsExactly("0", "9");
  }

  /// Runs ten items into a queue of two while the node is at the first, and returns what comes out.
  private List<String> crowd(QueueBound.Policy policy, int dropped) {
    var allRead = new CountDownLatch(1);
    var busy = new CountDownLatch(1);
    var slow =
        new Probe(diary)
            .with(
                "slow",
                (item, out) -> {
                  busy.countDown();
                  allRead.await();
                  out.emit(item);
                });
    var bound = new QueueBound(2, policy);
    var chain =
        Chains.graph(
            slow,
            Map.of("slow", conduct(Conduct.Isolation.INLINE, bound)),
            List.of("slow"),
            List.of());
    var input =
        new Iterator<Integer>() {
          private int next;

          @Override
          public boolean hasNext() {
            if (next == 10) {
              allRead.countDown();
            }
            return next < 10;
          }

          @Override
          public Integer next() {
            if (next == 1) {
              acquire(busy);
            }
            return next++;
          }
        };
    var left = new ArrayList<String>();

    var report = Pipeline.of(chain).run(input, item -> left.add(String.valueOf(item))).report();

    assertThat(report.wires().getFirst().dropped()).isEqualTo(dropped);
    assertThat(report.wires().getFirst().items()).isEqualTo(10);
    return left;
  }

  @Test
  void stopsAllBranchesOfABatchAndCleansUpFromBackToFrontWhenOneFails() {
    var blocked = new CountDownLatch(1);
    probe.with(
        "wait",
        (_, _) -> {
          blocked.countDown();
          new CountDownLatch(1).await();
        });
    probe.with(
        "fail",
        (_, _) -> {
          blocked.await();
          throw new IllegalStateException("no more");
        });

    var outcome =
        Pipeline.of(Chains.graph(probe, List.of("a", "wait", "fail"), "a > wait", "a > fail"))
            .run(new Feed.Batch(List.of("1")), (_, _) -> {});

    var error = (NodeException) ((Outcome.Failed) outcome).error();
    assertThat(error).hasMessage("Node fail failed on item 0: IllegalStateException: no more");
    assertThat(error.place().inputItem()).hasValue(0);
    assertThat(diary).endsWith("close fail", "close wait", "close a");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void deliversWhatWaitsAtTheOutputWhenABranchFails() {
    var graph = Chains.graph(probe, List.of("b", "refuse2"));
    var left = new ArrayList<String>();

    var outcome =
        Pipeline.of(graph)
            .run(new Feed.Batch(List.of("1", "2")), (sink, item) -> left.add(sink + item));

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(left).contains("refuse21");
  }

  @Test
  void stopsAllBranchesWhenTheCallerIsInterrupted() {
    var caller = Thread.currentThread();
    probe.with(
        "wait",
        (_, _) -> {
          caller.interrupt();
          new CountDownLatch(1).await();
        });

    var outcome =
        Pipeline.of(Chains.graph(probe, List.of("wait", "a")))
            .run(new Feed.Stream(List.of("1").iterator()), (_, _) -> {});

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(diary).endsWith("close a", "close wait");
  }

  @Test
  void saysWhereInTheGraphAnItemFailed() {
    var graph =
        Chains.graph(probe, List.of("twice", "b", "refuse2"), "twice > b", "twice > refuse2");

    var outcome = Pipeline.of(graph).run(List.of("1", "2").iterator(), _ -> {});

    var error = (NodeException) ((Outcome.Failed) outcome).error();
    assertThat(error.place().item()).hasValue(2);
    assertThat(error.place().inputItem()).hasValue(1);
  }

  @Test
  void runsANodeOnAThreadOfItsOwnWhereTheManifestSaysSo() {
    var threads = Collections.synchronizedList(new ArrayList<Thread>());
    var where =
        new Probe(diary)
            .with(
                "own",
                (item, out) -> {
                  threads.add(Thread.currentThread());
                  out.emit(item);
                })
            .with(
                "shared",
                (item, out) -> {
                  threads.add(Thread.currentThread());
                  out.emit(item);
                });
    var alone = conduct(Conduct.Isolation.THREAD);
    var chain =
        Chains.graph(
            where, Map.of("own", alone), List.of("own", "shared"), List.of("own > shared"));

    Pipeline.of(chain).run(List.of(1).iterator(), _ -> {});

    assertThat(threads).doesNotHaveDuplicates().hasSize(2).last().isEqualTo(Thread.currentThread());
  }

  @Test
  void givesEachNodeOfALongChainItsItemsInOrder() {
    var names = IntStream.range(0, 100).mapToObj(number -> "n" + number).toArray(String[]::new);
    for (var name : names) {
      probe.with(name, (item, out) -> out.emit(item));
    }

    var items = IntStream.range(0, 50).mapToObj(String::valueOf).toArray(String[]::new);

    assertThat(batch(Chains.of(probe, names), items)).containsExactly(items);
  }

  private List<String> batch(Reading.Accepted graph, String... items) {
    var left = new ArrayList<String>();
    var outcome =
        Pipeline.of(graph)
            .run(new Feed.Batch(List.of(items)), (_, item) -> left.add(String.valueOf(item)));
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return left;
  }

  private List<String> stream(Reading.Accepted graph, Iterator<?> items) {
    var left = new ArrayList<String>();
    var outcome = Pipeline.of(graph).run(items, item -> left.add(String.valueOf(item)));
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return left;
  }

  private static Conduct conduct(Conduct.Isolation isolation) {
    return conduct(isolation, Optional.empty());
  }

  private static Conduct conduct(Conduct.Isolation isolation, QueueBound bound) {
    return conduct(isolation, Optional.of(bound));
  }

  private static Conduct conduct(Conduct.Isolation isolation, Optional<QueueBound> bound) {
    var plain = Conduct.PLAIN;
    return new Conduct(
        false, isolation, plain.onError(), plain.retry(), plain.timeout(), plain.circuit(), bound);
  }

  private static void acquire(Semaphore semaphore, int permits) {
    try {
      assertThat(semaphore.tryAcquire(permits, 60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void acquire(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
