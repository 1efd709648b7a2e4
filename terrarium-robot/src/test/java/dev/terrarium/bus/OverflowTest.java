package dev.terrarium.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every mailbox has a bound, and a policy for when it is reached.
class OverflowTest {
  private static final TopicPath TOPIC = TopicPath.of("sensor.x");

  private final Bus bus = Bus.open(Optional.empty(), BusOptions.of("test"));

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void dropOldestKeepsTheNewest() {
    var box = box(3, Overflow.DROP_OLDEST);

    publish(5);

    assertThat(box.counters()).isEqualTo(new SubscriptionCounters(5, 0, 2, 0, 3, 3));
    assertThat(numbers(box)).containsExactly(3, 4, 5);
  }

  @Test
  void dropNewestKeepsTheOldest() {
    var box = box(3, Overflow.DROP_NEWEST);

    publish(5);

    assertThat(box.counters()).isEqualTo(new SubscriptionCounters(3, 0, 2, 0, 3, 3));
    assertThat(numbers(box)).containsExactly(1, 2, 3);
  }

  @Test
  void latestKeepsOne() {
    var box = box(100, Overflow.LATEST);

    publish(5);

    assertThat(box.options().capacity()).isEqualTo(1);
    assertThat(numbers(box)).containsExactly(5);
  }

  @Test
  void blockHoldsThePublisherUntilThereIsRoom() throws InterruptedException {
    var box = box(2, Overflow.BLOCK);
    var publisher = Thread.ofPlatform().daemon().start(() -> publish(500));
    var numbers = new ArrayList<Integer>();

    while (numbers.size() < 500) {
      box.take(Duration.ofDays(1)).ifPresent(it -> numbers.add(((Note) it.payload()).number()));
    }
    publisher.join();

    assertThat(numbers).hasSize(500).isSorted();
    assertThat(box.counters().dropped()).isZero();
    assertThat(box.counters().highWater()).isEqualTo(2);
  }

  @Test
  void blockLetsThePublisherGoWhenTheSubscriptionIsClosed() throws InterruptedException {
    var box = box(1, Overflow.BLOCK);
    publish(1);
    var publisher = Thread.ofPlatform().daemon().start(() -> publish(1));
    waitsIn(publisher);

    box.close();
    publisher.join();

    assertThat(box.counters().waiting()).isZero();
  }

  @Test
  void blockLetsAnInterruptedPublisherGoWithItsInterrupt() throws InterruptedException {
    var box = box(1, Overflow.BLOCK);
    publish(1);
    var interrupted = new AtomicInteger();
    var publisher =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              publish(1);
              interrupted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
            });
    waitsIn(publisher);

    publisher.interrupt();
    publisher.join();

    assertThat(interrupted).hasValue(1);
    assertThat(box.counters().dropped()).isEqualTo(1);
  }

  @Test
  void whoeverEmptiesAMailboxIsNotHeldByIt() {
    var box = box(1, Overflow.BLOCK);
    box.poll();

    publish(3);

    assertThat(numbers(box)).containsExactly(1);
    assertThat(box.counters().dropped()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void aHandlerThatPublishesToItselfInALoopNeitherHangsNorGrows(Overflow overflow)
      throws InterruptedException {
    var rounds = new CountDownLatch(1_000);
    var subscription =
        bus.subscribe(
            TOPIC,
            SubscriptionOptions.named("loop").holding(4, overflow),
            delivery -> {
              rounds.countDown();
              if (rounds.getCount() > 0) {
                publish(3);
              }
            });

    publish(1);
    rounds.await();

    assertThat(subscription.counters().highWater()).isLessThanOrEqualTo(4);
    assertThat(subscription.counters().dropped()).isPositive();
  }

  @Test
  void twoHandlersThatPublishToEachOtherDoNotDeadlock() throws InterruptedException {
    var rounds = new CountDownLatch(10_000);
    var there = TopicPath.of("sensor.there");
    for (var path : List.of(TOPIC, there)) {
      var other = path.equals(TOPIC) ? there : TOPIC;
      bus.subscribe(
          path,
          SubscriptionOptions.named("half").holding(1, Overflow.BLOCK),
          delivery -> {
            rounds.countDown();
            bus.publish(other, delivery.payload());
            bus.publish(other, delivery.payload());
          });
    }

    publish(1);

    rounds.await();
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void newsOfSafetyTakesThePlaceOfTheOldestOtherMessage(Overflow overflow) {
    var box = bus.subscribe(TopicPath.ROOT, SubscriptionOptions.named("all").holding(2, overflow));
    publish(overflow == Overflow.LATEST ? 1 : 2);

    bus.publish(TopicPath.STATE_MACHINE, new StateMachine.Transition("armed", "disarming"));
    var counters = box.counters();

    assertThat(counters.dropped()).isEqualTo(1);
    var types = new ArrayList<String>();
    for (var next = box.poll(); next.isPresent(); next = box.poll()) {
      types.add(next.get().payload().type());
    }
    assertThat(types).contains("state_machine.transition").hasSize(counters.waiting());
  }

  @Test
  void sensorsNeverDriveOutNewsOfSafety() {
    var box =
        bus.subscribe(
            TopicPath.ROOT, SubscriptionOptions.named("all").holding(3, Overflow.DROP_OLDEST));
    bus.publish(TopicPath.STATE_MACHINE, new StateMachine.Transition("armed", "disarming"));
    bus.publish(TopicPath.STATE_MACHINE, new StateMachine.Transition("disarming", "disarmed"));

    publish(100);

    var all = new ArrayList<String>();
    for (var next = box.poll(); next.isPresent(); next = box.poll()) {
      all.add(next.get().payload().toString());
    }
    assertThat(all)
        .containsExactly(
            "Transition[from=armed, to=disarming]",
            "Transition[from=disarming, to=disarmed]",
            "Note[number=100]");
  }

  @Test
  void takeWaitsForAMessageAndForNoLongerThanItIsTold() throws InterruptedException {
    var box = box(1, Overflow.DROP_OLDEST);

    var nothing = box.take(Duration.ofNanos(1));
    var publisher = Thread.ofPlatform().daemon().start(() -> publish(1));
    var something = box.take(Duration.ofDays(1));
    publisher.join();
    box.close();

    assertThat(nothing).isEmpty();
    assertThat(something).isPresent();
    assertThat(box.take(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void refusesBoundsThatAreNone() {
    for (int capacity : new int[] {0, -1, (1 << 20) + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SubscriptionOptions.named("x").holding(capacity, Overflow.BLOCK))
          .withMessage(
              "The capacity of the subscription x is 1 to 1048576 messages, not " + capacity);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubscriptionOptions(" ", Set.of(), 1, Overflow.BLOCK))
        .withMessageContaining("has a name");
  }

  private Mailbox box(int capacity, Overflow overflow) {
    return bus.subscribe(TOPIC, SubscriptionOptions.named("box").holding(capacity, overflow));
  }

  private void publish(int count) {
    for (int i = 1; i <= count; i++) {
      bus.publish(TOPIC, new Note(i));
    }
  }

  private static List<Integer> numbers(Mailbox box) {
    var numbers = new ArrayList<Integer>();
    for (var next = box.poll(); next.isPresent(); next = box.poll()) {
      numbers.add(((Note) next.get().payload()).number());
    }
    return numbers;
  }

  private static void waitsIn(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
