package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Processes that end, and those that take their place.
class BrokerProcessTest {
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
  void tellsTheCallerThatTheProcessCrashed() {
    var call = robot.call("crash");
    robot.running();

    robot.host().crash("died of signal 11");

    assertThat(robot.fault(call))
        .isInstanceOf(BrokerException.WorkerCrashed.class)
        .hasMessage("m.crash: died of signal 11");
  }

  @Test
  void servesQueuedCallsFromTheNextProcess() {
    var _ = robot.call("crash");
    var queued = robot.call("look");
    robot.running();

    robot.host().crash("died");
    robot.running().returns(7L);
    robot.lanes.run();

    assertThat(robot.hosts).hasSize(2);
    assertThat(queued.resultNow()).isEqualTo(7L);
  }

  @Test
  void goesOnWhenAProcessEndsWhileNothingRuns() {
    robot.host().crash("was ended by somebody");
    robot.lanes.run();

    var call = robot.call("look");
    robot.running().returns(1L);
    robot.lanes.run();

    assertThat(robot.hosts).hasSize(2);
    assertThat(call.resultNow()).isEqualTo(1L);
  }

  @Test
  void hasEveryProcessThatServesGiveWay() {
    boolean canGiveWay = robot.broker.giveWay();

    robot.host().crash("died");
    robot.lanes.run();

    assertThat(canGiveWay).isTrue();
    assertThat(robot.hosts).hasSize(2).allMatch(host -> host.givesWay);
  }

  @Test
  void tellsHowAProcessDiedWhileNothingRan() {
    robot.lanes.run();

    robot.host().crash("it was ended by signal 9");
    robot.lanes.run();

    assertThat(robot.told(BrokerEvent.Died.class))
        .containsExactly(new BrokerEvent.Died("it was ended by signal 9", 0));
    assertThat(robot.told(BrokerEvent.Restarted.class)).hasSize(1);
  }

  @Test
  void importsAgainWhatWasImportedInTheSameOrder() {
    var options = CallOptions.usual();
    var _ = robot.broker.importModuleAsync("b", options);
    var _ = robot.broker.importModuleAsync("a", options);
    robot.running().returns(null);
    robot.running().returns(null);
    robot.lanes.run();
    robot.host().crash("died");

    var call = robot.call("look");
    robot.running().returns(null);
    robot.running().returns(null);
    robot.running().returns(1L);
    robot.lanes.run();

    assertThat(robot.host().operations)
        .extracting(operation -> operation.function)
        .containsExactly("load", "load", "call");
    assertThat(robot.host().operations)
        .extracting(operation -> (Object) operation.arguments.getFirst())
        .containsExactly("b", "a", "m");
    assertThat(call).isCompletedWithValue(1L);
  }

  @Test
  void doesNotImportAgainWhatCouldNotBeImported() {
    var _ = robot.broker.importModuleAsync("b", CallOptions.usual());
    robot.running().raises("SyntaxError", "bad");
    robot.lanes.run();

    robot.host().crash("died");
    robot.lanes.run();

    assertThat(robot.host().operations).isEmpty();
  }

  @Test
  void failsWhatWaitsWhenNoProcessStartsAndTriesAgainLater() {
    var _ = robot.call("crash");
    var queued = robot.call("look");
    robot.running();
    robot.refusals = 2;

    robot.host().crash("died");

    assertThat(robot.fault(queued))
        .isInstanceOf(BrokerException.WorkerCrashed.class)
        .hasMessage("m.look: no new process could be started: there is no room");
    robot.lanes.pass(Duration.ofMillis(50 + 100));
    assertThat(robot.told(BrokerEvent.NotRestarted.class))
        .extracting(BrokerEvent.NotRestarted::pause)
        .containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(robot.told(BrokerEvent.Restarted.class))
        .containsExactly(new BrokerEvent.Restarted(Duration.ofMillis(150)));
  }

  @Test
  void givesUpAModuleThatEndsEveryNewProcessUntilTheNextCall() throws InterruptedException {
    try (var dying = new Rig().armed()) {
      var reports = dying.reports();
      var _ = dying.broker.importModuleAsync("camera", CallOptions.usual());
      dying.running().returns(null);
      dying.lanes.run();
      dying.host().crash("died");
      for (int start = 1; start <= Retries.MOST; start++) {
        dying.lanes.pass(Duration.ofSeconds(start == 1 ? 0 : 5));
        dying.host().crash("died again");
      }
      dying.lanes.pass(Duration.ofSeconds(1));

      assertThat(dying.hosts).hasSize(1 + Retries.MOST);
      assertThat(dying.told(BrokerEvent.Restarted.class)).isEmpty();
      assertThat(dying.told(BrokerEvent.NotRestarted.class)).hasSize(Retries.MOST);
      assertThat(reports.poll().orElseThrow().payload().toString())
          .contains(
              "6 starts have failed, and the next call tries again: the new process ended at 'import camera': died again");
      assertThat(dying.fault(dying.call("look")))
          .isInstanceOf(BrokerException.WorkerCrashed.class)
          .hasMessageContaining("none could be started");

      dying.lanes.pass(Duration.ofSeconds(5));
      var again = dying.call("look");
      dying.running().returns(null);
      dying.running().returns(7L);
      dying.lanes.run();

      assertThat(again.resultNow()).isEqualTo(7L);
      assertThat(dying.told(BrokerEvent.Restarted.class)).hasSize(1);
    }
  }

  @Test
  void tellsHowLongNoProcessServedFromTheLossOfTheLastThatDid() throws InterruptedException {
    try (var flaky = new Rig().armed()) {
      var _ = flaky.broker.importModuleAsync("camera", CallOptions.usual());
      flaky.running().returns(null);
      flaky.lanes.run();

      flaky.host().crash("died");
      flaky.lanes.pass(Duration.ofMillis(30));
      flaky.host().crash("died again");
      flaky.lanes.pass(Duration.ofMillis(50 + 7));
      flaky.running().returns(null);

      assertThat(flaky.told(BrokerEvent.Restarted.class))
          .containsExactly(new BrokerEvent.Restarted(Duration.ofMillis(30 + 50 + 7)));
    }
  }

  @Test
  void queuesCallsWhileAProcessStarts() {
    var _ = robot.call("crash");
    robot.running();
    robot.refusals = 1;
    robot.host().crash("died");
    robot.lanes.run();

    var call = robot.call("look");
    robot.lanes.pass(Duration.ofMillis(50));
    robot.running().returns(1L);
    robot.lanes.run();

    assertThat(call.resultNow()).isEqualTo(1L);
  }

  @Test
  void forgetsTheHandlersOfAProcessThatEnded() {
    var first = robot.host();
    robot.see(first, 1, "state_machine");

    first.crash("died");
    robot.lanes.run();

    assertThat(robot.bus.subscriptions()).isEmpty();
    assertThat(List.of(first.isClosed)).containsExactly(true);
  }

  @Test
  void hasANewProcessServeWhenItIsAskedTo() {
    var running = robot.call("running");
    robot.running();
    var waiting = robot.call("waiting");
    var first = robot.host();

    assertThat(robot.broker.restart()).isTrue();

    assertThat(robot.fault(running)).isInstanceOf(BrokerException.WorkerCrashed.class);
    assertThat(robot.host()).isNotSameAs(first);
    robot.running().returns(1L);
    robot.lanes.run();
    assertThat(waiting.resultNow()).isEqualTo(1L);
    assertThat(robot.told(BrokerEvent.Restarted.class)).hasSize(1);
  }

  @Test
  void hasNothingToStartAnewWhereScriptsRunInThisProcess() throws InterruptedException {
    try (var inline = Rig.inline().armed()) {
      assertThat(inline.broker.restart()).isFalse();

      var call = inline.call("find");
      inline.running().returns(1L);
      inline.lanes.run();
      assertThat(call.resultNow()).isEqualTo(1L);
    }
  }

  @Test
  void hasCallsWaitForTheNextProcessAsSoonAsItKillsOne() {
    var _ = robot.call("swallow");
    robot.running();
    robot.host().isSlowToDie = true;
    robot.trip();
    robot.lanes.pass(Ladder.KILL);
    assertThat(robot.told(BrokerEvent.Killed.class)).hasSize(1);

    var call = robot.armed().call("find");
    robot.lanes.pass(Ladder.MARK);

    assertThat(call).isNotDone();
    robot.host().crash("was killed");
    robot.running().returns(1L);
    robot.lanes.run();
    assertThat(call.resultNow()).isEqualTo(1L);
  }
}
