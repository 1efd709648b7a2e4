package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.SubscriptionCounters;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.SafetyReport;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Handlers that scripts have registered, and the coroutines of theirs.
class HandlerTest {
  private static final String TOPIC = "sensor.point";

  private Rig robot;

  @BeforeEach
  void open() throws InterruptedException {
    robot = new Rig(options -> options.exposing(Exposure.NOTHING.seeing("sensor"))).armed();
  }

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void deliversAMessageAsADict() {
    robot.see(robot.host(), 7, TOPIC);

    publish(1);

    var delivered = robot.awaitOperation(1);
    assertThat(delivered.function).isEqualTo("deliver");
    assertThat(delivered.arguments.getFirst()).isEqualTo(7L);
    var message = (Map<?, ?>) delivered.arguments.get(1);
    assertThat(message.get("path")).isEqualTo(TOPIC);
    assertThat(message.get("robot")).isEqualTo("arm");
    assertThat(message.get("frame_id")).isEqualTo("point");
    assertThat(((Map<?, ?>) message.get("payload")).keySet()).hasToString("[type, vec]");
  }

  @Test
  void runsHandlersWhileTheRobotIsDisarmed() {
    robot.trip();
    robot.see(robot.host(), 1, TOPIC);

    publish(1);

    assertThat(robot.awaitOperation(1).function).isEqualTo("deliver");
  }

  @Test
  void letsTheOldestMessageGoWhenAHandlerIsBehind() {
    var handler = new Handler(1, TopicPath.of(TOPIC), bounds(4, Overflow.DROP_OLDEST));
    for (int i = 0; i <= 10; i++) {
      handler.offer(Rig.delivery(TOPIC, new Geometry.Point3D(new Vec3(i, 0, 0))));
    }

    assertThat(handler.poll().payload()).isEqualTo(new Geometry.Point3D(new Vec3(7, 0, 0)));
    assertThat(handler.dropped()).isEqualTo(7);
  }

  @Test
  void neverDropsAChangeOfTheStateForAnythingElse() {
    var handler = new Handler(1, TopicPath.ROOT, bounds(2, Overflow.DROP_OLDEST));
    handler.offer(Rig.delivery("state_machine", new StateMachine.Transition("a", "b")));
    for (int i = 0; i < 5; i++) {
      handler.offer(Rig.delivery(TOPIC, new Geometry.Point3D(new Vec3(i, 0, 0))));
    }

    assertThat(handler.poll().path().text()).isEqualTo("state_machine");
    assertThat(handler.poll().payload()).isEqualTo(new Geometry.Point3D(new Vec3(4, 0, 0)));
    assertThat(handler.dropped()).isEqualTo(4);
  }

  @Test
  void interruptsAndReportsAHandlerThatIsOverItsBudget() {
    Mailbox reports = robot.reports();
    robot.see(robot.host(), 1, TOPIC);
    publish(1);
    var hangs = robot.awaitOperation(1);

    robot.lanes.pass(Duration.ofSeconds(1));
    robot.lanes.run();

    assertThat(hangs.interrupts).isEqualTo(1);
    assertThat(robot.told(BrokerEvent.OverBudget.class))
        .containsExactly(
            new BrokerEvent.OverBudget("the handler of " + TOPIC, Duration.ofSeconds(1)));
    assertThat(reports.poll().orElseThrow().payload())
        .isEqualTo(
            new SafetyReport.HardwareError(
                List.of("broker", "handler", "sensor", "point"),
                "the handler of sensor.point took longer than 1000 ms and was interrupted"));
  }

  @Test
  void goesOnAfterAHandlerThatThrows() {
    robot.see(robot.host(), 1, TOPIC);
    publish(1);
    robot.awaitOperation(1).raises("KeyError", "x");
    publish(2);

    assertThat(robot.awaitOperation(2).function).isEqualTo("deliver");
    assertThat(robot.told(BrokerEvent.ScriptFailed.class))
        .containsExactly(
            new BrokerEvent.ScriptFailed("the handler of " + TOPIC, "Traceback: KeyError"));
    assertThat(robot.broker.handlers().getFirst().seen().failed()).isEqualTo(1);
  }

  @Test
  void tellsWhichHandlerHasEndedItsProcessAndCountsWhatWaitedAsDropped() {
    Mailbox reports = robot.reports();
    robot.see(robot.host(), 1, TOPIC);
    robot.lanes.run();
    publish(1);
    robot.awaitOperation(1);
    publish(2);
    publish(3);
    while (robot.broker.handlers().getFirst().seen().received() < 3) {
      Thread.onSpinWait();
    }

    robot.host().crash("it exited with status 1");
    robot.lanes.run();

    String name = "the handler of " + TOPIC;
    assertThat(robot.told(BrokerEvent.ScriptFailed.class))
        .containsExactly(new BrokerEvent.ScriptFailed(name, "it exited with status 1"));
    assertThat(robot.told(BrokerEvent.Died.class))
        .containsExactly(new BrokerEvent.Died("it exited with status 1", 2));
    assertThat(reports.poll().orElseThrow().payload())
        .isEqualTo(
            new SafetyReport.HardwareError(
                List.of("broker", "handler", "sensor", "point"),
                name + " ended with its process: it exited with status 1"));
    assertThat(robot.broker.handlers())
        .containsExactly(
            new HandlerCounters(TopicPath.of(TOPIC), new SubscriptionCounters(3, 1, 2, 1, 0, 2)));
  }

  @Test
  void tellsOfWhichHandlerTheCoroutineWasThatHasEndedItsProcess() {
    Rig.ask(robot.host(), "turn", List.of(TOPIC));
    var _ = robot.call("first");
    robot.running().returns(null);
    robot.running();

    robot.host().crash("it exited with status 1");

    assertThat(robot.told(BrokerEvent.ScriptFailed.class))
        .containsExactly(
            new BrokerEvent.ScriptFailed(
                "a coroutine of the handler of " + TOPIC, "it exited with status 1"));
  }

  @Test
  void countsOnWhereTheHandlersOfTheProcessBeforeHadCome() {
    var past = new Past();
    var one = TopicPath.of(TOPIC);
    var gone = TopicPath.of("sensor.gone");
    past.add(List.of(counted(one, 3), counted(gone, 1)));

    var all = past.with(List.of(counted(one, 2), counted(one, 7)));

    assertThat(all).containsExactly(counted(one, 5), counted(one, 7), counted(gone, 1));
  }

  private static HandlerCounters counted(TopicPath topic, long number) {
    return new HandlerCounters(topic, new SubscriptionCounters(number, number, 0, 0, 0, 1));
  }

  @Test
  void letsCallsAndHandlersTakeTurns() {
    var line = new Line(() -> work("deliver"), () -> null);
    for (var call : List.of(work("one"), work("two"))) {
      line.expect(call);
      line.add(call);
    }

    assertThat(Stream.generate(line::next).limit(5).map(Operation::name))
        .containsExactly("one", "deliver", "two", "deliver", "deliver");
  }

  private static Operation<Boolean> work(String name) {
    return new Operation<>(
        new Work<>(OperationKind.CALL, name, "call", _ -> List.of(), _ -> true),
        new Operation.Terms(0, Duration.ofSeconds(1), Optional.empty()));
  }

  @Test
  void stopsDeliveringToAHandlerThatWasTakenOff() {
    robot.see(robot.host(), 1, TOPIC);
    Rig.ask(robot.host(), "off", 1L);

    publish(1);
    robot.lanes.run();

    assertThat(robot.bus.subscriptions()).isEmpty();
    assertThat(robot.host().operations).isEmpty();
  }

  @Test
  void givesCoroutinesATurnWhenNothingElseIsToBeDone() {
    var _ = robot.call("first");
    var _ = robot.call("second");
    robot.running();
    Rig.ask(robot.host(), "turn");

    robot.host().last().returns(null);
    robot.running().returns(null);

    assertThat(robot.running().function).isEqualTo("turn");
    assertThat(robot.host().last().arguments.toString()).isEqualTo("[1]");
  }

  @Test
  void asksCoroutinesToMakeRoomForACall() {
    Rig.ask(robot.host(), "turn");
    var _ = robot.call("first");
    robot.running().returns(null);
    var turn = robot.running();

    var call = robot.call("second");
    robot.lanes.run();
    turn.returns(List.of(""));
    robot.running().returns(2L);

    assertThat(robot.host().told).containsExactly("stop_turn");
    assertThat(robot.running().function).isEqualTo("turn");
    assertThat(call.resultNow()).isEqualTo(2L);
  }

  @Test
  void interruptsCoroutinesThatDoNotMakeRoomForACall() {
    Rig.ask(robot.host(), "turn");
    var _ = robot.call("first");
    robot.running().returns(null);
    var turn = robot.running();

    var _ = robot.call("second");
    robot.lanes.pass(Duration.ofSeconds(1));

    assertThat(turn.interrupts).isEqualTo(1);
    assertThat(robot.told(BrokerEvent.OverBudget.class))
        .containsExactly(new BrokerEvent.OverBudget("a coroutine", Duration.ofSeconds(1)));
  }

  @Test
  void interruptsACoroutineOverItsBudgetThoughNobodyCallsAndReportsItsTopic() {
    var reports = robot.reports();
    Rig.ask(robot.host(), "turn", List.of(TOPIC));
    var _ = robot.call("first");
    robot.running().returns(null);
    var turn = robot.running();

    robot.lanes.pass(Duration.ofSeconds(1));
    assertThat(robot.host().told).containsExactly("stop_turn");
    assertThat(turn.interrupts).isZero();
    robot.lanes.pass(Duration.ofSeconds(1));

    assertThat(turn.interrupts).isEqualTo(1);
    String name = "a coroutine of the handler of " + TOPIC;
    assertThat(robot.told(BrokerEvent.OverBudget.class))
        .containsExactly(new BrokerEvent.OverBudget(name, Duration.ofSeconds(1)));
    assertThat(reports.poll().orElseThrow().payload().toString()).contains(name, "broker");
  }

  @Test
  void namesTheHandlerOfACoroutineThatDoesNotEndWhenTheRobotStops() {
    var reports = robot.reports();
    Rig.ask(robot.host(), "turn", List.of(TOPIC));
    var _ = robot.call("first");
    robot.running().returns(null);
    robot.running();

    robot.lanes.pass(Duration.ofSeconds(2));
    var _ = reports.poll(); // That it was interrupted.
    robot.lanes.pass(Duration.ofMillis(250));

    assertThat(reports.poll().orElseThrow().payload().toString())
        .contains("a coroutine of the handler of " + TOPIC + " swallows its interrupts");
  }

  @Test
  void tellsOfSpawnedWorkThatSwallowsItsInterrupts() {
    var reports = robot.reports();
    Rig.ask(robot.host(), "spawned", 1L, "watch");

    Rig.ask(robot.host(), "spawn_runs_on", 1L);

    assertThat(robot.told(BrokerEvent.OverBudget.class))
        .containsExactly(new BrokerEvent.OverBudget("watch", Duration.ofSeconds(1)));
    assertThat(reports.poll().orElseThrow().payload().toString())
        .contains("the spawned watch runs on");
  }

  @Test
  void tellsOfACoroutineThatFailsAndRunsTheOthers() {
    Rig.ask(robot.host(), "turn");
    var _ = robot.call("first");
    robot.running().returns(null);
    robot.running().raises("ValueError", "x");

    assertThat(robot.running().function).isEqualTo("turn");
    assertThat(robot.told(BrokerEvent.ScriptFailed.class))
        .containsExactly(new BrokerEvent.ScriptFailed("a coroutine", "Traceback: ValueError"));
  }

  private void publish(double x) {
    robot.bus.publish(TopicPath.of(TOPIC), new Geometry.Point3D(new Vec3(x, 0, 0)));
  }

  @Test
  void theNewestGivesWayWhereThatIsSaid() {
    var handler = new Handler(1, TopicPath.ROOT, bounds(1, Overflow.DROP_NEWEST));
    var first = point();

    handler.offer(first);
    handler.offer(point());

    assertThat(handler.poll()).isSameAs(first);
    assertThat(handler.poll()).isNull();
    assertThat(handler.dropped()).isOne();
  }

  @Test
  void whoeverBringsMessagesWaitsForRoomWhereThatIsSaid() throws InterruptedException {
    var handler = new Handler(1, TopicPath.ROOT, bounds(1, Overflow.BLOCK));
    handler.offer(point());
    var second = point();
    var bringing = Thread.ofPlatform().start(() -> handler.offer(second));
    while (bringing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    handler.poll();
    bringing.join();

    assertThat(handler.poll()).isSameAs(second);
    assertThat(handler.dropped()).isZero();
  }

  @Test
  void keepsToItsDeclaredBoundsWhateverTheScriptAsksFor() throws InterruptedException {
    var seen = new Exposure.Seen(TopicPath.of("sensor"), Duration.ZERO, false, bounds());
    try (var bounded = new Rig(options -> options.exposing(Exposure.NOTHING.seeing(seen)))) {
      bounded.see(bounded.host(), 1, TOPIC);
      for (int i = 0; i < 5; i++) {
        bounded.bus.publish(TopicPath.of(TOPIC), new Geometry.Point3D(new Vec3(i, 0, 0)));
      }
      bounded.awaitOperation(1);

      assertThat(bounded.broker.handlers()).hasSize(1);
      assertThat(bounded.broker.handlers().getFirst().seen().highWater()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void countsWhatItWasGivenAndWhatGaveWay() {
    var handler = new Handler(1, TopicPath.of(TOPIC), bounds(2, Overflow.DROP_OLDEST));
    for (int i = 0; i < 5; i++) {
      handler.offer(point());
    }
    handler.poll();

    assertThat(handler.counters())
        .isEqualTo(
            new HandlerCounters(TopicPath.of(TOPIC), new SubscriptionCounters(5, 1, 3, 0, 1, 2)));
  }

  private static Optional<Exposure.Bounds> bounds() {
    return Optional.of(bounds(2, Overflow.DROP_OLDEST));
  }

  private static Delivery point() {
    return Rig.delivery(TOPIC, new Geometry.Point3D(new Vec3(0, 0, 0)));
  }

  private static Exposure.Bounds bounds(int capacity, Overflow overflow) {
    return new Exposure.Bounds(capacity, overflow, Duration.ofSeconds(1));
  }
}
