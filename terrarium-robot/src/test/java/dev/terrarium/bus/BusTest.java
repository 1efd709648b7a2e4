package dev.terrarium.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who gets what is published, in which order, and how often.
class BusTest {
  private static final TopicPath SENSOR = TopicPath.of("sensor");
  private static final TopicPath CAMERA = TopicPath.of("sensor.camera");
  private static final TopicPath RGBD = TopicPath.of("sensor.camera.rgbd");

  private final Bus bus =
      Bus.open(Optional.of(new RobotId("arm")), new BusOptions("test", () -> 7, () -> 1_000));

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void deliversToSubscribersOfThePathAndOfEveryAncestorUpToTheRoot() {
    var boxes =
        List.of(
            box(RGBD),
            box(CAMERA),
            box(SENSOR),
            box(TopicPath.ROOT),
            box(RGBD.child("x")),
            box(TopicPath.of("sensor.cam")),
            box(TopicPath.of("actuator")));

    bus.publish(RGBD, new Note(1));

    assertThat(boxes).extracting(box -> taken(box).size()).containsExactly(1, 1, 1, 1, 0, 0, 0);
  }

  @Test
  void deliversTheMostSpecificFirstWithTheWholePathEachTime() {
    var order = new ArrayList<String>();
    try (var box = bus.subscribe(TopicPath.ROOT, SubscriptionOptions.named("all"))) {
      box.add(CAMERA, PayloadTypes.of(Geometry.Point3D.class));
      box.add(RGBD);
      bus.publish(RGBD, new Geometry.Point3D(Vec3.ZERO));
      for (var delivery : taken(box)) {
        order.add(delivery.path().text());
      }
    }

    assertThat(order)
        .containsExactly("sensor.camera.rgbd", "sensor.camera.rgbd", "sensor.camera.rgbd");
  }

  @Test
  @Timeout(60)
  void putsIntoTheMailboxesOfTheMostSpecificSubscribersFirst() throws InterruptedException {
    var full = SubscriptionOptions.named("full").holding(1, Overflow.BLOCK);
    var root = bus.subscribe(TopicPath.ROOT, full);
    var exact = box(RGBD);
    bus.publish(TopicPath.of("actuator"), new Note(0));
    var publisher = Thread.ofPlatform().start(() -> bus.publish(RGBD, new Note(1)));

    var first = exact.take(Duration.ofDays(1));

    assertThat(first).isPresent();
    assertThat(root.poll()).isPresent();
    publisher.join();
    assertThat(root.poll()).map(Delivery::path).contains(RGBD);
  }

  @Test
  @Timeout(60)
  void waitsForAMessageForAsLongAsItIsTold() throws InterruptedException {
    var box = box(RGBD);
    var publisher = Thread.ofPlatform().start(() -> bus.publish(RGBD, new Note(1)));

    var taken = box.take(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(taken).isPresent();
    publisher.join();
  }

  @Test
  void followsNoSafetyWhenItIsClosedAndWhatIsPublishedGoesNowhere() {
    try (Safety safety = Safety.open()) {
      Gate gate = safety.register(new RobotId("arm"), GateOptions.defaults());
      var box = box(RGBD);
      bus.close();

      bus.publish(RGBD, new Note(1));

      assertThat(box.poll()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> bus.follow(gate))
          .withMessage("The bus is closed; it cannot follow the safety of arm");
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesWhatIsNullAtOnceAndSaysWhatIsExpected() {
    assertThatNullPointerException()
        .isThrownBy(() -> bus.envelope(null, new Note(1)))
        .withMessage("an envelope has the name of a frame, or \"\", not null");
    assertThatNullPointerException()
        .isThrownBy(() -> bus.subscribe(RGBD, SubscriptionOptions.named("box"), null))
        .withMessage("subscribe is given who takes the messages, not null");
    assertThat(bus.subscriptions()).isEmpty();
  }

  @Test
  void deliversOncePerMatchingSubscriptionOfOneSubscriber() {
    var box = box(RGBD);
    box.add(RGBD);
    box.add(SENSOR);

    bus.publish(RGBD, new Note(1));

    assertThat(taken(box)).hasSize(3);
  }

  @Test
  void whatSaysThatItIsOfAWantedTypeAndIsNotIsNotDelivered() {
    var points = PayloadTypes.of(Geometry.Point3D.class);
    var some = bus.subscribe(SENSOR, SubscriptionOptions.named("some").of(points));

    bus.publish(RGBD, (Payload) () -> "geometry.point3d");

    assertThat(taken(some)).isEmpty();
  }

  @Test
  void deliversOnlyTheWantedTypesAndAllWhereNoneIsNamed() {
    var points = PayloadTypes.of(Geometry.Point3D.class);
    var holds = PayloadTypes.of(ActuatorCommand.Hold.class);
    var some = bus.subscribe(SENSOR, SubscriptionOptions.named("some").of(points, holds));
    var all = box(SENSOR);

    bus.publish(RGBD, new Note(1));
    bus.publish(RGBD, new Geometry.Point3D(Vec3.X));
    bus.publish(RGBD, new ActuatorCommand.Hold(Optional.empty()));

    assertThat(taken(some))
        .extracting(it -> it.payload().type())
        .containsExactly("geometry.point3d", "actuator.command.hold");
    assertThat(taken(all)).hasSize(3);
  }

  @Test
  void leavesOutThoseWhoAreExcepted() {
    var one = box(RGBD);
    var other = box(SENSOR);

    bus.publish(RGBD, bus.envelope("lens", new Note(1)), Set.of(one));

    assertThat(taken(one)).isEmpty();
    assertThat(taken(other)).hasSize(1);
  }

  @Test
  void unsubscribesAtExactlyThatPathHoweverOftenItWasSubscribed() {
    var box = box(CAMERA);
    box.add(CAMERA);
    box.add(SENSOR);
    box.add(RGBD);

    box.unsubscribe(CAMERA);
    bus.publish(CAMERA, new Note(1));

    assertThat(box.paths()).containsExactly(SENSOR, RGBD);
    assertThat(taken(box)).hasSize(1);
  }

  @Test
  void unsubscribingLeavesOthersAtTheSamePath() {
    var one = box(CAMERA);
    var other = box(CAMERA);

    one.unsubscribe(CAMERA);

    assertThat(bus.subscribers(CAMERA)).containsExactly(other);
  }

  @Test
  void tellsTheSubscribersOfExactlyOnePath() {
    var box = box(CAMERA);
    box.add(CAMERA);
    box(SENSOR);
    box(RGBD);

    assertThat(bus.subscribers(CAMERA)).containsExactly(box, box);
    assertThat(bus.subscribers(TopicPath.ROOT)).isEmpty();
  }

  @Test
  void keepsTheOrderOfEachPublisher() throws InterruptedException {
    int each = 20_000;
    var seen = new ArrayList<Delivery>();
    var done = new CountDownLatch(3 * each);
    bus.subscribe(
        SENSOR,
        SubscriptionOptions.named("all").holding(16, Overflow.BLOCK),
        delivery -> {
          seen.add(delivery);
          done.countDown();
        });

    for (int publisher = 0; publisher < 3; publisher++) {
      var path = SENSOR.child("p" + publisher);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            for (int i = 0; i < each; i++) {
              bus.publish(path, new Note(i));
            }
          });
    }
    done.await();

    for (int publisher = 0; publisher < 3; publisher++) {
      var path = SENSOR.child("p" + publisher);
      assertThat(
              seen.stream()
                  .filter(it -> it.path().equals(path))
                  .map(it -> ((Note) it.payload()).number()))
          .hasSize(each)
          .isSorted();
    }
  }

  @Test
  void fillsTheRobotInAndLeavesOneThatIsNamed() {
    var box = box(SENSOR);

    bus.publish(SENSOR, bus.envelope("lens", new Note(1)).about("other"));
    bus.publish(RGBD, new Note(2));

    var taken = taken(box);
    assertThat(taken.get(0).envelope().robot()).contains("other");
    var made = taken.get(1).envelope();
    assertThat(made.robot()).contains("arm");
    assertThat(made.monotonicTime()).isEqualTo(7);
    assertThat(made.wallTime()).isEqualTo(1_000);
    assertThat(made.node()).isEqualTo("test");
    assertThat(made.frameId()).isEqualTo("rgbd");
  }

  @Test
  void allocatesNothingForAnEnvelopeThatNamesItsRobot() {
    var envelope = bus.envelope("lens", new Note(1));
    box(RGBD);
    bus.subscribe(SENSOR, SubscriptionOptions.named("handler").latest(), _ -> {});
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        bus.publish(RGBD, envelope);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  void aThrowingHandlerIsCountedAndStaysSubscribed() throws InterruptedException {
    var numbers = new LinkedBlockingQueue<Integer>();
    var subscription =
        bus.subscribe(
            SENSOR,
            SubscriptionOptions.named("throws"),
            delivery -> {
              int number = ((Note) delivery.payload()).number();
              numbers.add(number);
              if (number == 1) {
                throw new IllegalArgumentException("one is wrong");
              }
              if (number == 2) {
                throw new AssertionError("two as well");
              }
            });

    for (int i = 1; i <= 3; i++) {
      bus.publish(SENSOR, new Note(i));
    }

    assertThat(List.of(numbers.take(), numbers.take(), numbers.take())).containsExactly(1, 2, 3);
    assertThat(subscription.counters().failed()).isEqualTo(2);
    assertThat(subscription.counters().delivered()).isEqualTo(3);
  }

  @Test
  void aHangingHandlerDelaysNobodyElse() throws InterruptedException {
    var hanging = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var others = new CountDownLatch(1_000);
    var stuck =
        bus.subscribe(
            SENSOR,
            SubscriptionOptions.named("hangs"),
            _ -> {
              hanging.countDown();
              await(never);
            });
    bus.subscribe(
        SENSOR,
        SubscriptionOptions.named("other").holding(1_000, Overflow.BLOCK),
        _ -> others.countDown());

    bus.publish(SENSOR, new Note(0));
    hanging.await();
    for (int i = 1; i < 1_000; i++) {
      bus.publish(SENSOR, new Note(i));
    }
    others.await();

    assertThat(stuck.counters().waiting()).isEqualTo(SubscriptionOptions.CAPACITY);
    assertThat(stuck.counters().dropped()).isEqualTo(999 - SubscriptionOptions.CAPACITY);
    never.countDown();
  }

  @Test
  void aHandlerMayCloseItselfAndGetsNothingMore() throws InterruptedException {
    var self = new AtomicReference<Subscription>();
    var closed = new CountDownLatch(1);
    var ready = new CountDownLatch(1);
    self.set(
        bus.subscribe(
            SENSOR,
            SubscriptionOptions.named("closes"),
            _ -> {
              await(ready);
              self.get().close();
              closed.countDown();
            }));

    bus.publish(SENSOR, new Note(1));
    bus.publish(SENSOR, new Note(2));
    ready.countDown();
    closed.await();

    assertThat(self.get().counters().delivered()).isEqualTo(1);
    assertThat(self.get().counters().dropped()).isEqualTo(1);
    assertThat(bus.subscriptions()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> self.get().add(CAMERA))
        .withMessage(
            "The subscription closes is closed; subscribe anew to get what is published at sensor.camera");
  }

  @Test
  void aClosedBusTakesNoSubscribersAndPublishesNowhere() {
    var box = box(SENSOR);
    bus.close();

    bus.publish(SENSOR, new Note(1));

    assertThat(taken(box)).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> bus.subscribe(SENSOR, SubscriptionOptions.named("late")))
        .withMessage("The bus is closed; late cannot subscribe to it");
  }

  private Mailbox box(TopicPath path) {
    return bus.subscribe(path, SubscriptionOptions.named("box"));
  }

  private static List<Delivery> taken(Mailbox box) {
    var all = new ArrayList<Delivery>();
    for (var next = box.poll(); next.isPresent(); next = box.poll()) {
      all.add(next.get());
    }
    return all;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
