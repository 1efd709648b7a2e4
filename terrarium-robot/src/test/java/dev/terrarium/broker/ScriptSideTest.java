package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.UpcallRefusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What scripts may see and do, and what they are refused.
class ScriptSideTest {
  private static final Exposure EXPOSURE =
      Exposure.NOTHING
          .seeing("sensor.camera")
          .publishing("estimator.point", PayloadTypes.of(Geometry.Point3D.class))
          .publishing("actuator.shoulder");

  private Rig robot;

  @BeforeEach
  void open() throws InterruptedException {
    robot = new Rig(options -> options.exposing(EXPOSURE)).armed();
  }

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void tellsScriptsTheStateOfSafety() {
    assertThat(Rig.ask(robot.host(), "safety_state")).isEqualTo("armed");
    assertThat(Rig.ask(robot.host(), "armed")).isEqualTo(true);

    robot.trip();

    assertThat(Rig.ask(robot.host(), "safety_state")).isEqualTo("disarmed");
    assertThat(Rig.ask(robot.host(), "armed")).isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm", "disarm", "force_disarm", "transition_to_error"})
  void knowsNoQuestionThatChangesSafety(String name) {
    assertThatThrownBy(() -> Rig.ask(robot.host(), name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Scripts do not ask for '" + name + "'");
    assertThat(robot.gate.isArmed()).isTrue();
  }

  @Test
  void letsAScriptSeeAnAllowedTopicAndThoseBelow() {
    Rig.ask(robot.host(), "on", 1L, "sensor.camera.rgbd", Map.of());

    assertThat(robot.bus.subscribers(TopicPath.of("sensor.camera.rgbd"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sensor.lidar", "sensor", "", "sensor.cameras"})
  void refusesATopicThatIsNotAllowed(String topic) {
    var refusal = refusal("on", 1L, topic, Map.of());

    assertThat(refusal.code()).isEqualTo("invalid_argument");
    assertThat(refusal).hasMessageContaining("is not among those that scripts may see");
    assertThat(robot.told(BrokerEvent.ScriptRefused.class))
        .extracting(BrokerEvent.ScriptRefused::what)
        .singleElement()
        .asString()
        .startsWith("subscribe to ");
    assertThat(robot.bus.subscriptions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_machine", "safety.error"})
  void letsEveryScriptSeeWhatHappensToSafety(String topic) {
    Rig.ask(robot.host(), "on", 1L, topic, Map.of());

    assertThat(robot.bus.subscribers(TopicPath.of(topic))).hasSize(1);
  }

  @Test
  void refusesAPathThatIsNone() {
    assertThat(refusal("on", 1L, "Sensor..x", Map.of()).code()).isEqualTo("invalid_argument");
  }

  @Test
  void publishesWhatAScriptMakesCheckedAndInAnEnvelope() {
    Mailbox points = mailbox("estimator.point");

    Rig.ask(robot.host(), "publish", "estimator.point", Map.of("vec", List.of(1.0, 2.0, 3.0)));

    var delivery = points.poll().orElseThrow();
    assertThat(delivery.payload()).isEqualTo(new Geometry.Point3D(new Vec3(1, 2, 3)));
    assertThat(delivery.envelope().robot()).contains("arm");
    assertThat(delivery.envelope().node()).isEqualTo("scripts");
  }

  @Test
  void refusesAPayloadThatDoesNotFit() {
    Mailbox points = mailbox("estimator.point");

    var refusal = refusal("publish", "estimator.point", Map.of("vec", List.of(1.0, 2.0)));

    assertThat(refusal.code()).isEqualTo("invalid_argument");
    assertThat(refusal.details()).containsEntry("field", "vec");
    assertThat(points.poll()).isEmpty();
  }

  @Test
  void refusesAPayloadOfAnotherTypeThanTheTopics() {
    var refusal =
        refusal(
            "publish",
            "estimator.point",
            Map.of("type", "state_machine.transition", "from", "idle", "to", "armed"));

    assertThat(refusal).hasMessageContaining("expected geometry.point3d on this topic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_machine", "safety.error", "command.move.x1", "param.speed"})
  void refusesForgedMessagesOfTheSystem(String topic) {
    var refusal = refusal("publish", topic, Map.of("type", "x"));

    assertThat(refusal.code()).isEqualTo("invalid_argument");
    assertThat(refusal).hasMessageContaining("is a topic of the system's own");
  }

  @Test
  void cannotBeDeclaredToExposeATopicOfTheSystem() {
    assertThatThrownBy(() -> Exposure.NOTHING.publishing("safety.error"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it is the system's own");
  }

  @Test
  void letsAScriptCommandAnActuatorWhileTheRobotIsArmed() {
    Mailbox shoulder = mailbox("actuator");
    var _ = robot.call("move");
    robot.running();

    Rig.ask(robot.host(), "publish", "actuator.shoulder", hold());

    assertThat(shoulder.poll().orElseThrow().payload()).isInstanceOf(ActuatorCommand.Hold.class);
  }

  @Test
  void refusesAndCountsActuatorCommandsWhileTheRobotIsDisarmed() {
    Mailbox shoulder = mailbox("actuator");
    var _ = robot.call("move");
    robot.running();
    robot.trip();

    var refusal = refusal("publish", "actuator.shoulder", hold());

    assertThat(refusal.code()).isEqualTo("safety_not_armed");
    assertThat(refusal.details()).containsEntry("state", "disarmed");
    assertThat(shoulder.poll()).isEmpty();
    assertThat(robot.told(BrokerEvent.ScriptRefused.class))
        .extracting(BrokerEvent.ScriptRefused::what)
        .containsExactly("publish actuator.shoulder");
  }

  @Test
  void refusesActuatorCommandsOfAnOperationWhileNoneRuns() {
    Mailbox shoulder = mailbox("actuator");

    var refusal = refusal("publish", "actuator.shoulder", hold());

    assertThat(refusal.code()).isEqualTo("state_not_allowed");
    assertThat(shoulder.poll()).isEmpty();
  }

  @Test
  void refusesWhatAnOperationAsksForThatHasOutlivedItsArming() {
    Mailbox shoulder = mailbox("actuator");
    var _ = robot.call("move");
    robot.running();
    robot.trip();
    robot.armed();

    var actuator = refusal("publish", "actuator.shoulder", hold());
    var command = refusal("command", "look", Map.of());

    assertThat(List.of(actuator.code(), command.code()))
        .containsExactly("safety_disarmed", "safety_disarmed");
    assertThat(shoulder.poll()).isEmpty();
  }

  @Test
  void refusesActuatorCommandsOfAnOperationThatBeganUnarmed() {
    robot.trip();
    var _ = robot.callInAnyState("look");
    robot.running();
    robot.armed();

    assertThat(refusal("publish", "actuator.shoulder", hold()).code()).isEqualTo("safety_disarmed");
  }

  @Test
  void givesCoroutinesATurnUnderTheNewArming() {
    robot.trip();
    Rig.ask(robot.host(), "turn");
    robot.broker.callAsync(PythonCall.of("m", "x"), CallOptions.usual().inAnyState());
    robot.running().returns(null);
    robot.running();

    robot.armed();
    robot.lanes.run();

    assertThat(robot.host().last().function).isEqualTo("turn");
    assertThat(robot.host().told).contains("stop_turn");
  }

  @Test
  void refusesActuatorCommandsOfSpawnedWorkAlways() {
    var _ = robot.call("move");
    robot.running();
    var ask = new Ask("publish", Arrays.asList("actuator.shoulder", hold()), OptionalLong.of(3));

    assertThatThrownBy(() -> robot.host().upcalls.answer(ask))
        .isInstanceOfSatisfying(
            UpcallRefusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo("state_not_allowed"));
  }

  @Test
  void bindsHandlersToANumber() {
    for (long number = 0; number < 128; number++) {
      Rig.ask(robot.host(), "on", number, "sensor.camera", Map.of());
    }

    var refusal = refusal("on", 128L, "sensor.camera", Map.of());

    assertThat(refusal.code()).isEqualTo("invalid_argument");
    assertThat(refusal)
        .hasMessageContaining("there are 128 handlers")
        .hasMessageContaining("lambda");
    assertThat(robot.bus.subscriptions()).hasSize(128);
  }

  @Test
  void hasRoomForAHandlerThatReplacesAnotherWhenThereIsNoOther() {
    for (long number = 0; number < 128; number++) {
      Rig.ask(robot.host(), "on", number, "sensor.camera", Map.of(), List.of());
    }

    Rig.ask(robot.host(), "on", 128L, "sensor.camera", Map.of(), List.of(5L));
    Rig.ask(robot.host(), "off", 5L);

    assertThat(robot.bus.subscriptions()).hasSize(128);
    assertThat(refusal("on", 129L, "sensor.camera", Map.of(), List.of()).code())
        .isEqualTo("invalid_argument");
  }

  @Test
  void takesAHandlerOfTheSameNumberInPlaceOfTheOther() {
    Rig.ask(robot.host(), "on", 1L, "sensor.camera", Map.of());
    Rig.ask(robot.host(), "on", 1L, "sensor.camera.rgbd", Map.of());

    assertThat(robot.bus.subscriptions()).hasSize(1);
  }

  @Test
  void bindsSpawnedWorkToANumber() {
    for (long number = 0; number < 64; number++) {
      Rig.ask(robot.host(), "spawned", number, "watcher");
    }

    assertThat(refusal("spawned", 64L, "watcher")).hasMessageContaining("64 are at work");

    Rig.ask(robot.host(), "spawn_ended", 1L, null);
    Rig.ask(robot.host(), "spawned", 64L, "watcher");
  }

  @Test
  void refusesWhatHoldsTooMuchBeforeItIsCopied() {
    var image = new ArrayView("|u1", List.of(1 << 20), ByteBuffer.allocate(1 << 20));

    var refusal =
        refusal("publish", "estimator.point", Map.of("vec", Collections.nCopies(65, image)));

    assertThat(refusal.code()).isEqualTo("invalid_argument");
    assertThat(refusal)
        .hasMessageContaining(
            "it holds 68,157,443 bytes, and a message or goal may hold 67,108,864");
  }

  @Test
  void refusesKeysThatAreNoTextWithTheirPath() {
    var refusal =
        refusal("publish", "estimator.point", Map.of("vec", List.of(Map.of(1L, 2L, "1", 3L))));

    assertThat(refusal).hasMessage("vec[0]: the keys of a dict are texts, not an int");
  }

  @Test
  void refusesArgumentsThatAreNone() {
    assertThat(refusal("spawned", 1L, 5L))
        .hasMessage("argument 1 of 'spawned' is a text, got an int");
    assertThat(refusal("on", 1L, "sensor.camera", Map.of("every", Double.NaN)))
        .hasMessage("every is a number of seconds from 0 to a year, not NaN");
  }

  @Test
  void tellsWhyAScriptWasRefusedAndTheField() {
    refusal("publish", "estimator.point", Map.of("vec", List.of(1.0, 2.0)));

    var told = robot.told(BrokerEvent.ScriptRefused.class).getFirst();
    assertThat(told.field()).isEqualTo("vec");
    assertThat(told.why()).isEqualTo("vec: expected 3 numbers, not 2");
  }

  @Test
  void tellsOfWhatTheScriptsSideFoundUnfit() {
    var refusal = refusal("unfit", "publish", "estimator.point", "vec: no", Map.of("field", "vec"));

    var told = robot.told(BrokerEvent.ScriptRefused.class).getFirst();
    assertThat(refusal).hasMessage("vec: no");
    assertThat(refusal.code()).isEqualTo("invalid_argument");
    assertThat(told.what()).isEqualTo("publish estimator.point");
    assertThat(told.field()).isEqualTo("vec");
  }

  @Test
  void tellsWhatATypesNameIsWhereItIsNone() {
    assertThat(refusal("publish", "estimator.point", map("type", 1L)))
        .hasMessage(
            "type: expected the name of a type, such as sensor.joint_state, not the integer 1");
    assertThat(refusal("publish", "estimator.point", map("type", null)))
        .hasMessageStartingWith("type: is required: expected the name of a type");
  }

  private static Map<String, @Nullable Object> map(String key, @Nullable Object value) {
    Map<String, @Nullable Object> map = new HashMap<>();
    map.put(key, value);
    return map;
  }

  @Test
  void showsNamesOfScriptsOnOneLineOfSomeLength() {
    refusal("publish", "x\nWARNING: arm: all is well", Map.of());
    refusal("publish", "y".repeat(100_000), Map.of());

    assertThat(robot.told(BrokerEvent.ScriptRefused.class))
        .extracting(BrokerEvent.ScriptRefused::what)
        .first()
        .isEqualTo("publish x\\u{a}WARNING: arm: all is well");
    assertThat(robot.told(BrokerEvent.ScriptRefused.class))
        .allSatisfy(told -> {
          assertThat(told.what()).hasSizeLessThan(250);
          assertThat(told.why()).hasSizeLessThan(250).doesNotContain("\n");
        });
  }

  @Test
  void tellsOfAFloodOfRefusalsOnceAndThenTheirNumber() {
    for (int i = 0; i < 1000; i++) {
      refusal("publish", "sensor.other", Map.of());
    }
    assertThat(robot.told(BrokerEvent.ScriptRefused.class)).hasSize(1);

    robot.lanes.pass(Duration.ofSeconds(5));

    assertThat(robot.told(BrokerEvent.ScriptRefused.class))
        .extracting(BrokerEvent.ScriptRefused::times)
        .containsExactly(1L, 999L);
  }

  @Test
  void tellsOfAFloodOfDifferentRefusalsOnceAndThenTheirNumber() {
    for (int i = 0; i < 1000; i++) {
      refusal("publish", "sensor.other" + i, Map.of());
    }

    robot.lanes.pass(Duration.ofSeconds(5));

    assertThat(robot.told(BrokerEvent.ScriptRefused.class)).hasSize(34);
    assertThat(robot.told(BrokerEvent.ScriptRefused.class))
        .extracting(BrokerEvent.ScriptRefused::times)
        .last()
        .isEqualTo(967L);
  }

  @Test
  void tellsOfSpawnedWorkThatFails() {
    Rig.ask(robot.host(), "spawned", 1L, "watcher");
    Rig.ask(robot.host(), "spawn_ended", 1L, "Traceback: KeyError");

    assertThat(robot.told(BrokerEvent.Spawned.class))
        .containsExactly(new BrokerEvent.Spawned("watcher"));
    assertThat(robot.told(BrokerEvent.ScriptFailed.class))
        .containsExactly(new BrokerEvent.ScriptFailed("watcher", "Traceback: KeyError"));
  }

  private static Map<String, Object> hold() {
    return Map.of("type", "actuator.command.hold");
  }

  private Mailbox mailbox(String topic) {
    return robot.bus.subscribe(TopicPath.of(topic), SubscriptionOptions.named("test"));
  }

  private UpcallRefusal refusal(String name, Object... arguments) {
    try {
      var answer =
          robot
              .host()
              .upcalls
              .answer(new Ask(name, Arrays.asList(arguments), OptionalLong.empty()));
      throw new AssertionError("It was answered: " + answer);
    } catch (UpcallRefusal refusal) {
      return refusal;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
