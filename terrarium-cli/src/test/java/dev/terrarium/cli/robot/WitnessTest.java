package dev.terrarium.cli.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.CallReport;
import dev.terrarium.broker.InterruptLevel;
import dev.terrarium.broker.OperationKind;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.cli.timeline.Timeline.Box;
import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.DeclaredPayload;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.Sensor;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final long BEGIN = 5_000;

  private long now = BEGIN;
  private final Witness witness = new Witness(() -> now, List.of(TopicPath.of("estimator")));

  @Test
  void seesStatesFromTheBeginningOnAndEachChangeOnce() {
    now = BEGIN + 30;
    witness.found(SafetyState.ARMED);
    witness.changed(
        new Transition(new RobotId("toy"), SafetyState.ARMED, SafetyState.DISARMING, BEGIN + 40));
    witness.found(SafetyState.DISARMING);

    assertThat(witness.moments())
        .containsExactly(
            new Moment.State(0, "disarmed"),
            new Moment.State(30, "armed"),
            new Moment.State(40, "disarming"));
  }

  @Test
  void seesWhenAnOperationWasAskedForBeganAndEnded() {
    now = BEGIN + 1000;

    witness.happened(ended("detector.seen", "ok", 300, InterruptLevel.NONE));

    assertThat(seen(Moment.Operation.class))
        .containsExactly(
            new Moment.Operation(
                "call", "detector.seen", 600, 700, 1000, new Moment.Ending("ok", "none", "")));
  }

  @Test
  void seesWhereAnInterruptedOperationStood() {
    witness.happened(new BrokerEvent.Marked("a.spin", true, "at a.spin(a.py:3)"));
    witness.happened(ended("a.spin", "safety_disarmed", 300, InterruptLevel.MARKED));

    assertThat(seen(Moment.Operation.class))
        .extracting(Moment.Operation::ending)
        .first()
        .isEqualTo(new Moment.Ending("safety_disarmed", "marked", "at a.spin(a.py:3)"));
  }

  @Test
  void tellsOfTheNextInterruptionAndOfNoneBefore() {
    witness.happened(ended("a.early", "timeout", 300, InterruptLevel.INTERRUPTED));

    var next = witness.nextInterruption();
    witness.happened(ended("a.other", "ok", 300, InterruptLevel.NONE));
    assertThat(next).isNotDone();
    witness.happened(ended("a.spin", "safety_disarmed", 300, InterruptLevel.INTERRUPTED));

    assertThat(next.join().name()).isEqualTo("a.spin");
  }

  @Test
  void countsWhatNeverBeganAsRefused() {
    now = BEGIN + 70;

    witness.happened(ended("a.spin", "safety_disarmed", 0, InterruptLevel.NONE));
    witness.happened(new BrokerEvent.Refused("a.look", "safety_not_armed"));
    witness.happened(
        new BrokerEvent.ScriptRefused(
            "publish safety", "invalid_argument", SafetyState.ARMED, "reserved", "", 1));

    assertThat(seen(Moment.Refused.class))
        .containsExactly(
            new Moment.Refused(70, "a.spin", "safety_disarmed"),
            new Moment.Refused(70, "a.look", "safety_not_armed"),
            new Moment.Refused(70, "publish safety", "invalid_argument"));
  }

  @Test
  void seesACommandFromItsStartToItsEnd() {
    var reason = Map.<String, Object>of("code", "safety_disarmed", "message", "disarming");
    witness.delivered(
        at(10, "command.spin.x1", new Command.Event(Command.Status.STARTED, Map.of())));
    assertThat(seen(Moment.Execution.class)).extracting("status").containsExactly("running");

    witness.delivered(
        at(
            25,
            "command.spin.x1",
            new Command.Event(Command.Status.CANCELLED, Map.of("reason", reason))));

    assertThat(seen(Moment.Execution.class))
        .containsExactly(
            new Moment.Execution("spin", 10, 25, "cancelled", "safety_disarmed: disarming"));
  }

  @Test
  void drawsWhatAScriptFoundOverThePictureThatWasThereThen() {
    witness.delivered(at(1, "sensor.camera", picture(2)));
    witness.delivered(at(2, "estimator.objects", objects()));
    witness.delivered(at(3, "sensor.camera", picture(4)));

    var sighting = witness.finding().orElseThrow().sighting().orElseThrow();

    assertThat(seen(Moment.Picture.class))
        .containsExactly(
            new Moment.Picture(1, "sensor.camera"), new Moment.Picture(3, "sensor.camera"));
    assertThat(seen(Moment.Published.class))
        .containsExactly(new Moment.Published(2, "estimator.objects", OptionalInt.of(1)));
    assertThat(sighting.width()).isEqualTo(2);
    assertThat(sighting.boxes()).containsExactly(new Box(1, 2, 3, 4));
    assertThat(witness.firstFinding().join().at()).isEqualTo(2);
  }

  @Test
  void doesNotTakeWhatJavaPublishesForAFinding() {
    witness.delivered(at(1, "perception.objects", objects()));

    assertThat(witness.finding()).isEmpty();
  }

  private <T extends Moment> List<T> seen(Class<T> kind) {
    return witness.moments().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static BrokerEvent ended(String name, String outcome, long ran, InterruptLevel level) {
    var spent = new CallReport.Spent(Duration.ofNanos(ran + 100), Duration.ofNanos(ran));
    return new BrokerEvent.Ended(
        new CallReport(OperationKind.CALL, name, outcome, Duration.ofNanos(100), spent, level));
  }

  private static Delivery at(long time, String path, Payload payload) {
    return new Delivery(
        TopicPath.of(path),
        new Envelope(BEGIN + time, 0, "test", "frame", payload, Optional.of("toy")));
  }

  private static Payload objects() {
    return new DeclaredPayload(
        "objects", Map.of("count", 1L, "boxes", List.of(List.of(1L, 2L, 3L, 4L), List.of(9L))));
  }

  private static Payload picture(int side) {
    return new Sensor.Image(
        side, side, Sensor.Encoding.MONO8, false, side, ByteBuffer.allocate(side * side));
  }
}
