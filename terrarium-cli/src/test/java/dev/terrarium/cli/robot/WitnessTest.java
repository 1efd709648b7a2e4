package dev.terrarium.cli.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.CallReport;
import dev.terrarium.broker.InterruptLevel;
import dev.terrarium.broker.OperationKind;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.cli.timeline.Timeline.Box;
import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.DeclaredPayload;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.Sensor;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final long BEGIN = 5_000;

  private long now = BEGIN;
  private final Witness witness = new Witness(() -> now, List.of(TopicPath.of("estimator")));

  @Test
  void seesStatesFromTheBeginningOnAndEachChangeOnce() {
    witness.changed(changed(SafetyState.DISARMED, SafetyState.ARMED, 30));
    witness.changed(changed(SafetyState.ARMED, SafetyState.DISARMING, 40));

    assertThat(witness.moments())
        .containsExactly(
            new Moment.State(0, "disarmed"),
            new Moment.State(30, "armed"),
            new Moment.State(40, "disarming"));
  }

  @Test
  void knowsWhatSafetyIsAndSinceWhen() {
    witness.changed(changed(SafetyState.ARMED, SafetyState.DISARMING, 40));
    witness.changed(changed(SafetyState.DISARMING, SafetyState.DISARMED, 45));

    assertThat(witness.state()).isEqualTo(new Moment.State(45, "disarmed"));
  }

  @Test
  void doesNotWaitForWhatBeganAfterTheMoment() {
    now = BEGIN + 60;
    witness.happened(begun("a.turn"));

    assertThat(witness.freedInterpreters(50)).isDone();
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
    witness.happened(begun("a.spin"));
    witness.happened(new BrokerEvent.Marked("a.spin", true, "at a.spin(a.py:3)"));
    witness.happened(ended("a.spin", "safety_disarmed", 300, InterruptLevel.MARKED));

    assertThat(seen(Moment.Operation.class))
        .extracting(Moment.Operation::ending)
        .first()
        .isEqualTo(new Moment.Ending("safety_disarmed", "marked", "at a.spin(a.py:3)"));
  }

  @Test
  void tellsWhatWasInterruptedSinceAMomentOnceTheInterpreterIsFree() {
    witness.happened(ended("a.early", "timeout", 300, InterruptLevel.INTERRUPTED));
    now = BEGIN + 50;
    witness.happened(begun("a.spin"));

    var freed = witness.freedInterpreters(50);
    assertThat(freed).isNotDone();
    assertThat(witness.interruptedSince(50)).isEmpty();
    witness.happened(ended("a.spin", "safety_disarmed", 300, InterruptLevel.INTERRUPTED));

    assertThat(freed).isDone();
    assertThat(witness.interruptedSince(50)).map(Moment.Operation::name).contains("a.spin");
  }

  @Test
  void seesWhatPoliciesDoInInterpretersOfTheirOwnBesideTheScripts() {
    var wave = witness.ofPolicy("wave");
    wave.happened(begun("a.spin"));
    witness.happened(begun("a.spin"));
    witness.happened(ended("a.spin", "ok", 300, InterruptLevel.NONE));

    var freed = witness.freedInterpreters(0);
    assertThat(freed).isNotDone();
    assertThat(seen(Moment.Operation.class))
        .extracting(Moment.Operation::kind)
        .containsExactly("call", "policy wave");
    wave.happened(ended("a.spin", "timeout", 300, InterruptLevel.INTERRUPTED));

    assertThat(freed.resultNow()).isEqualTo(true);
  }

  @Test
  void seesWhatMovesTheArmAndHowThatEnds() {
    witness.moves("loop");
    now = BEGIN + 20;
    witness.moves("wave");
    now = BEGIN + 60;
    witness.movesNoMore("wave", "failed", "it raised");
    now = BEGIN + 90;

    assertThat(seen(Moment.Motion.class))
        .containsExactly(
            new Moment.Motion("wave", 20, 60, "failed", "it raised"),
            new Moment.Motion("loop", 0, 90, "running", ""));
  }

  @Test
  void seesAnOperationThatOutlivesItsInterruptsAsRunning() {
    now = BEGIN + 50;
    witness.happened(begun("a.spin"));
    witness.happened(new BrokerEvent.Interrupted("a.spin"));
    assertThat(witness.unheeding(0)).isEmpty();

    witness.happened(new BrokerEvent.Marked("a.spin", true, "at a.spin(a.py:3)"));
    now = BEGIN + 90;

    var running =
        new Moment.Operation(
            "call",
            "a.spin",
            40,
            50,
            90,
            new Moment.Ending("running", "marked", "at a.spin(a.py:3)"));
    assertThat(witness.unheeding(0)).contains(running);
    assertThat(seen(Moment.Operation.class)).containsExactly(running);
  }

  @Test
  void seesAnOperationWhoseProcessWasKilledAsKilledAndCountsThatOnce() {
    var wave = witness.ofPolicy("wave");
    now = BEGIN + 50;
    wave.happened(begun("a.spin"));
    wave.happened(new BrokerEvent.Marked("a.spin", true, "at a.spin(a.py:3)"));

    wave.happened(new BrokerEvent.Killed("a.spin"));

    assertThat(witness.unheeding(50))
        .map(Moment.Operation::ending)
        .contains(new Moment.Ending("killed", "killed", "at a.spin(a.py:3)"));
    wave.happened(ended("a.spin", "safety_disarmed", 300, InterruptLevel.KILLED));
    wave.happened(new BrokerEvent.Died("it was killed", 0));
    assertThat(witness.unheeding(50)).map(Moment.Operation::name).contains("a.spin");
    assertThat(witness.unheeding(51)).isEmpty();
    assertThat(seen(Moment.Failed.class))
        .containsExactly(
            new Moment.Failed(
                50,
                "the process of the policy wave",
                "was killed, as a.spin did not end when it was interrupted",
                "at a.spin(a.py:3)"));
  }

  @Test
  void countsTheEndOfAProcessThatFollowsAKilledOne() {
    witness.happened(new BrokerEvent.Killed("a.spin"));
    witness.happened(new BrokerEvent.Died("it was killed", 0));

    witness.happened(new BrokerEvent.Died("it was ended by signal 9", 0));

    assertThat(seen(Moment.Failed.class))
        .extracting(Moment.Failed::brief)
        .last()
        .isEqualTo("it was ended by signal 9");
    assertThat(seen(Moment.Failed.class)).hasSize(2);
  }

  @Test
  void seesWhatHasFailedAndEachNewProcess() {
    now = BEGIN + 70;

    witness.happened(new BrokerEvent.ScriptFailed("the handler of x", "Traceback:\nKeyError: 1\n"));
    witness.happened(new BrokerEvent.OverBudget("the handler of x", Duration.ofSeconds(1)));
    witness.happened(new BrokerEvent.Died("it was ended by signal 9", 0));
    witness.happened(new BrokerEvent.Restarted(Duration.ofNanos(5)));

    assertThat(seen(Moment.Failed.class))
        .containsExactly(
            new Moment.Failed(70, "the handler of x", "KeyError: 1", "Traceback:\nKeyError: 1"),
            new Moment.Failed(70, "the handler of x", "took longer than 1000 ms", ""),
            new Moment.Failed(
                70,
                "the process of the scripts",
                "it was ended by signal 9",
                "it was ended by signal 9"));
    assertThat(seen(Moment.Restarted.class)).containsExactly(new Moment.Restarted(70, 5));
  }

  @Test
  void tellsEveryKindOfFieldAsJson() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("vector", new Vec3(1, 2, 3));
    fields.put("turn", Quaternion.IDENTITY);
    fields.put("pose", Transform.IDENTITY);
    fields.put("raw", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    fields.put("grid", new ArrayView("<f8", List.of(1, 2), ByteBuffer.allocate(16)));
    fields.put("deep", Map.of("list", List.of(new Vec3(1, 2, 3), 7L)));
    fields.put("nothing", null);

    witness.delivered(at(1, "estimator.objects", new DeclaredPayload("objects", fields)));

    assertThat(new JsonOutput(_ -> {}).text(witness.finding().orElseThrow().told()))
        .isEqualTo(
            "{\"vector\":[1.0,2.0,3.0],\"turn\":[1.0,0.0,0.0,0.0],"
                + "\"pose\":[[1.0,0.0,0.0,0.0],[0.0,1.0,0.0,0.0],[0.0,0.0,1.0,0.0],[0.0,0.0,0.0,1.0]],"
                + "\"raw\":{\"bytes\":3},\"grid\":{\"dtype\":\"<f8\",\"shape\":[1,2]},"
                + "\"deep\":{\"list\":[[1.0,2.0,3.0],7]},\"nothing\":null}");
  }

  @Test
  void tellsAMessageOfABuiltInTypeByItsTypeAndFields() {
    witness.delivered(at(1, "estimator.point", new Geometry.Point3D(new Vec3(1, 2, 3))));

    assertThat(witness.finding().orElseThrow().told())
        .containsEntry("type", "geometry.point3d")
        .hasSize(2);
  }

  private static Transition changed(SafetyState from, SafetyState to, long at) {
    return new Transition(new RobotId("toy"), from, to, BEGIN + at);
  }

  private static BrokerEvent begun(String name) {
    return new BrokerEvent.Began(OperationKind.CALL, name, Duration.ofNanos(10));
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

  @Test
  void takesForACountOnlyAWholeNumberFromZero() {
    var counts = List.<Object>of(-1e308, Double.NaN, 2.5, -1L, 1L << 40, "3", 3L, 4.0);

    assertThat(counts.stream().map(count -> finding(count).count()))
        .containsExactly(
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.of(3),
            OptionalInt.of(4));
  }

  private static Finding finding(Object count) {
    return new Finding(0, "objects", Map.of("count", count), Optional.empty());
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
