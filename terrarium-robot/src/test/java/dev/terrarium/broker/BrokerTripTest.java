package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.payload.SafetyReport;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a trip does to calls: their callers are freed at once, and then Python is dealt with.
class BrokerTripTest {
  private Rig robot;

  @BeforeEach
  void open() throws InterruptedException {
    robot = new Rig().armed();
  }

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void refusesACallWhileTheRobotIsDisarmed() {
    robot.trip();

    var call = robot.call("move");

    assertThat(robot.fault(call))
        .isInstanceOf(BrokerException.SafetyNotArmed.class)
        .hasMessageContaining("m.move needs an armed robot, and this one is disarmed");
    assertThat(robot.host().operations).isEmpty();
    assertThat(robot.told(BrokerEvent.Refused.class))
        .containsExactly(new BrokerEvent.Refused("m.move", "safety_not_armed"));
  }

  @Test
  void tellsNothingOfAQuestionThatWasAskedForAsLongAsTheRobotIsArmed() {
    robot.trip();

    var call = robot.broker.callAsync(PythonCall.of("m", "move"), CallOptions.usual().whileArmed());

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.SafetyNotArmed.class);
    assertThat(robot.host().operations).isEmpty();
    assertThat(robot.told(BrokerEvent.Refused.class)).isEmpty();
  }

  @Test
  void runsACallForAnyStateWhileTheRobotIsDisarmed() {
    robot.trip();

    var call = robot.callInAnyState("look");
    robot.running().returns(3L);
    robot.lanes.run();

    assertThat(call.resultNow()).isEqualTo(3L);
  }

  @Test
  void interruptsNothingThatHasItsResultBeforeItsEndIsKnown() {
    robot.host().quick();

    var call = robot.call("look");
    robot.running();

    assertThat(call.isDone()).isTrue();
    assertThat(robot.host().last().interrupts).isZero();
    robot.host().last().ended.complete(true);
    assertThat(robot.told(BrokerEvent.Ended.class).getLast().report().level())
        .isEqualTo(InterruptLevel.NONE);
  }

  @Test
  void tellsWhereAnInterruptHasReachedAnOperation() {
    var _ = robot.call("move");
    var running = robot.running();

    robot.trip();
    robot.lanes.run();
    running.fails(new ScriptException.Interrupted("at m.move", null));

    assertThat(robot.told(BrokerEvent.Reached.class))
        .containsExactly(new BrokerEvent.Reached("m.move", "at m.move"));
  }

  @Test
  void freesTheCallerBeforeAnyOtherThreadHasDoneAnything() {
    var call = robot.call("move");
    robot.running();

    robot.trip();

    assertThat(call.exceptionNow()).isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(robot.host().last().interrupts).isZero();
  }

  @Test
  void saysWhetherTheCallHadBegunAndWhatTheRobotBecame() {
    var running = robot.call("move");
    var queued = robot.call("wait");
    robot.running();

    robot.trip();
    robot.lanes.run();

    var moved = (BrokerException.SafetyDisarmed) robot.fault(running);
    var waited = (BrokerException.SafetyDisarmed) robot.fault(queued);
    assertThat(moved.hadBegun()).isTrue();
    assertThat(moved.state()).isEqualTo(SafetyState.DISARMING);
    assertThat(moved.code()).isEqualTo("safety_disarmed");
    assertThat(waited.hadBegun()).isFalse();
    assertThat(robot.host().operations).hasSize(1);
  }

  @Test
  void interruptsThePythonCodeOfATrippedCallOnce() {
    var _ = robot.call("move");
    var move = robot.running();

    robot.trip();
    robot.lanes.run();

    assertThat(move.interrupts).isEqualTo(1);
    assertThat(robot.told(BrokerEvent.Interrupted.class))
        .containsExactly(new BrokerEvent.Interrupted("m.move"));
  }

  @Test
  void neitherFreesNorInterruptsACallForAnyState() {
    var call = robot.callInAnyState("look");
    var look = robot.running();

    robot.trip();
    robot.lanes.pass(Duration.ofSeconds(2));

    assertThat(call).isNotDone();
    assertThat(look.interrupts).isZero();
  }

  @Test
  void interruptsACallThatBeginsWhileSafetyTrips() {
    var call = robot.call("move");

    robot.trip();
    robot.lanes.run();

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(robot.host().operations).isEmpty();
  }

  @Test
  void doesNotRunACallOfAnEarlierArming() {
    var call = robot.call("move");
    robot.trip();
    robot.armed();

    robot.lanes.run();

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(robot.host().operations).isEmpty();
  }

  @Test
  void runsWhatHangsOnACallOnAnotherThreadThanTheOneThatTrips() {
    var call = robot.call("move");
    var seen = new ArrayList<Throwable>();
    var _ = call.whenComplete((_, fault) -> seen.add(fault));
    robot.running();

    robot.trip();
    var seenByTheTrip = List.copyOf(seen);
    robot.lanes.runCallers();

    assertThat(seenByTheTrip).isEmpty();
    assertThat(seen).singleElement().isInstanceOf(BrokerException.SafetyDisarmed.class);
  }

  @Test
  void keepsOneOutcomeWhateverIsTriedBetweenTheTripAndWhatHangsOnTheCall() {
    var call = robot.call("move");
    robot.running();
    robot.trip();

    assertThat(call.complete(1L)).isFalse();
    assertThat(call.completeExceptionally(new AssertionError("a test"))).isFalse();
    assertThat(call.cancel(true)).isFalse();

    assertThat(call).isCompletedExceptionally().isNotCancelled();
    assertThat(robot.fault(call)).isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(call.handle((_, fault) -> fault).join())
        .isInstanceOf(BrokerException.SafetyDisarmed.class);
  }

  @Test
  void freesTheCallerBeforeAListenerThatCameEarlierAndHangs() throws InterruptedException {
    var hangs = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    robot.gate.listen(change -> {
      if (change.isTrip()) {
        hangs.countDown();
        hang(released);
      }
    });
    try (Broker late = robot.another()) {
      var call = late.callAsync(PythonCall.of("m", "move"), CallOptions.usual());
      robot.running();

      var tripping = Thread.ofPlatform().daemon().start(robot::trip);
      hangs.await();

      assertThat(call.exceptionNow()).isInstanceOf(BrokerException.SafetyDisarmed.class);
      released.countDown();
      tripping.join();
    }
  }

  private static void hang(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keepsTheResultOfACallThatEndedBeforeTheTrip() {
    var call = robot.call("move");
    robot.running().returns(1L);

    robot.trip();
    robot.lanes.run();

    assertThat(call.resultNow()).isEqualTo(1L);
    assertThat(robot.host().last().interrupts).isZero();
  }

  @Test
  void dropsTheResultOfACallThatEndsAfterTheTrip() {
    var call = robot.call("move");
    var move = robot.running();
    robot.trip();

    move.returns(1L);
    robot.lanes.pass(Duration.ofSeconds(2));

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(robot.told(BrokerEvent.Marked.class)).isEmpty();
  }

  @Test
  void poisonsTheInterpreterOfCodeThatSwallowsInterruptsFor250Milliseconds() {
    var reports = robot.reports();
    var _ = robot.call("swallow");
    robot.running();
    robot.trip();
    robot.armed();

    robot.lanes.pass(Duration.ofMillis(249));
    var before = robot.call("soon");
    robot.lanes.pass(Duration.ofMillis(2));
    var after = robot.call("late");

    assertThat(robot.fault(before))
        .isInstanceOf(BrokerException.InterpreterPoisoned.class)
        .hasMessageContaining("m.swallow was given up");
    assertThat(robot.fault(after)).isInstanceOf(BrokerException.InterpreterPoisoned.class);
    var told = robot.told(BrokerEvent.Marked.class);
    assertThat(told)
        .containsExactly(new BrokerEvent.Marked("m.swallow", true, "  File \"a.py\", line 3"));
    assertThat(reports.poll().orElseThrow().payload())
        .isInstanceOfSatisfying(
            SafetyReport.HardwareError.class,
            error -> assertThat(error.error()).contains("m.swallow", "File \"a.py\", line 3"));
  }

  @ParameterizedTest
  @EnumSource(names = {"C", "JAVA", "HOLDING_THE_GIL"})
  void poisonsTheInterpreterOfCodeThatSwallowsInterruptsWhereverOneLookFindsIt(
      Standing.Where where) {
    var _ = robot.call("swallow");
    robot.running().standing = new Standing(where, "", 3);
    robot.trip();

    robot.lanes.pass(Duration.ofMillis(250));

    assertThat(marks(robot)).containsExactly(true);
  }

  @Test
  void isBusyWhileCodeThatWasInterruptedCleansUpInC() {
    var _ = robot.call("save");
    robot.running().standing = new Standing(Standing.Where.C, "", 1);
    robot.trip();

    robot.lanes.pass(Duration.ofMillis(999));

    assertThat(marks(robot)).containsExactly(false);
  }

  @Test
  void neverCallsAConversionPoisonedHoweverManyInterruptsWereRaisedInIt() {
    var _ = robot.call("photograph");
    robot.running().standing = new Standing(Standing.Where.CONVERTING, "", 20);
    robot.trip();

    robot.lanes.pass(Duration.ofMillis(250));

    assertThat(marks(robot)).containsExactly(false);
  }

  @ParameterizedTest
  @EnumSource(names = {"PYTHON", "HOLDING_THE_GIL", "CONVERTING"})
  void looksTwiceBeforeItMarksWhatMayBeAboutToEnd(Standing.Where where) {
    var _ = robot.call("swallow");
    var swallow = robot.running();
    swallow.standing = new Standing(Standing.Where.C);
    robot.trip();
    robot.lanes.pass(Duration.ofMillis(200));

    swallow.standing = new Standing(where);
    robot.lanes.pass(Duration.ofMillis(200));
    var before = marks(robot);
    robot.lanes.pass(Duration.ofMillis(200));

    assertThat(before).isEmpty();
    assertThat(marks(robot)).containsExactly(false);
  }

  @Test
  void staysPoisonedWhereverTheCodeIsSeenLaterAndWhileTheBrokerCloses() throws Exception {
    try (var inline = Rig.inline()) {
      var _ = inline.armed().call("swallow");
      var swallow = inline.running();
      inline.trip();
      inline.lanes.pass(Duration.ofMillis(500));

      swallow.standing = new Standing(Standing.Where.HOLDING_THE_GIL);
      inline.lanes.pass(Duration.ofSeconds(2));
      inline.broker.close();
      inline.lanes.pass(Duration.ofSeconds(2));

      assertThat(marks(inline)).containsExactly(true);
    }
  }

  private static List<Boolean> marks(Rig rig) {
    return rig.told(BrokerEvent.Marked.class).stream().map(BrokerEvent.Marked::poisoned).toList();
  }

  @Test
  void isBusyWhileAnEarlierCallIsStuckInC() throws Exception {
    try (var inline = Rig.inline()) {
      var _ = inline.armed().call("crunch");
      inline.running().standing = new Standing(Standing.Where.HOLDING_THE_GIL);
      inline.trip();
      inline.armed();

      inline.lanes.pass(Duration.ofSeconds(5));
      var later = inline.call("late");

      assertThat(inline.fault(later))
          .isInstanceOf(BrokerException.InterpreterBusy.class)
          .hasMessageContaining("m.crunch was given up and does not end; it keeps the GIL in C");
    }
  }

  @Test
  void servesAgainWhenTheCulpritEndsAndTellsThat() throws Exception {
    try (var inline = Rig.inline()) {
      var _ = inline.armed().call("crunch");
      var crunch = inline.running();
      inline.trip();
      inline.armed();
      inline.lanes.pass(Duration.ofSeconds(3));

      crunch.returns(null);
      var later = inline.call("late");
      inline.running().returns(2L);
      inline.lanes.run();

      assertThat(inline.told(BrokerEvent.Healed.class))
          .containsExactly(new BrokerEvent.Healed("m.crunch"));
      assertThat(later.resultNow()).isEqualTo(2L);
      assertThat(inline.told(BrokerEvent.Ended.class).getFirst().report().level())
          .isEqualTo(InterruptLevel.MARKED);
    }
  }

  @Test
  void saysSoWhenABusyInterpreterTurnsOutToBePoisoned() throws Exception {
    try (var inline = Rig.inline()) {
      var _ = inline.armed().call("crunch");
      var crunch = inline.running();
      crunch.standing = new Standing(Standing.Where.C);
      inline.trip();
      inline.lanes.pass(Duration.ofMillis(500));

      crunch.standing = new Standing(Standing.Where.PYTHON, "  File \"a.py\", line 9", 1);
      inline.lanes.pass(Duration.ofSeconds(1));

      assertThat(marks(inline)).containsExactly(false, true);
    }
  }

  @Test
  void killsAProcessAfterASecondAndServesFromANewOne() {
    var first = robot.host();
    var _ = robot.call("swallow");
    robot.running();
    robot.trip();
    robot.armed();

    robot.lanes.pass(Duration.ofMillis(999));
    assertThat(robot.hosts).hasSize(1);
    robot.lanes.pass(Duration.ofMillis(1));
    CompletableFuture<?> later = robot.call("late");
    robot.running().returns(5L);
    robot.lanes.run();

    assertThat(first.isClosed).isTrue();
    assertThat(robot.hosts).hasSize(2);
    assertThat(later.resultNow()).isEqualTo(5L);
    assertThat(robot.told(BrokerEvent.Killed.class)).hasSize(1);
    assertThat(robot.told(BrokerEvent.Restarted.class)).hasSize(1);
    assertThat(robot.told(BrokerEvent.Ended.class).getFirst().report().level())
        .isEqualTo(InterruptLevel.KILLED);
  }

  @Test
  void tellsThatAProcessWasKilledBeforeItTellsTheEndOfItsOperation() {
    robot.host().onDeath = robot.lanes::run;
    var _ = robot.call("swallow");
    robot.running();
    robot.trip();

    robot.lanes.pass(Duration.ofSeconds(1));

    assertThat(robot.events)
        .filteredOn(it -> it instanceof BrokerEvent.Killed || it instanceof BrokerEvent.Ended)
        .last()
        .asInstanceOf(InstanceOfAssertFactories.type(BrokerEvent.Ended.class))
        .extracting(ended -> ended.report().level())
        .isEqualTo(InterruptLevel.KILLED);
  }

  @Test
  void interruptsSpawnedWorkAtATrip() {
    robot.trip();
    robot.lanes.run();

    assertThat(robot.host().told).contains("interrupt_spawned");
  }

  @Test
  void tellsOfEachInterruptedCallThatItWasOneOutcome() {
    var call = robot.call("move");
    var move = robot.running();
    move.onInterrupt = () -> move.raises("terrarium.Interrupted", "");

    robot.trip();
    robot.lanes.pass(Duration.ofSeconds(2));

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(robot.told(BrokerEvent.Ended.class))
        .singleElement()
        .satisfies(ended -> {
          assertThat(ended.report().outcome()).isEqualTo("safety_disarmed");
          assertThat(ended.report().level()).isEqualTo(InterruptLevel.INTERRUPTED);
        });
    assertThat(robot.bus.subscribers(TopicPath.ROOT)).isEmpty();
  }
}
