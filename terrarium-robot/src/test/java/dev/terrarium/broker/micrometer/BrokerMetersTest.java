package dev.terrarium.broker.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.CallReport;
import dev.terrarium.broker.InterruptLevel;
import dev.terrarium.broker.OperationKind;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.SafetyState;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the meters of a broker show after what it tells.
class BrokerMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BrokerMeters meters = BrokerMeters.of(registry, new RobotId("arm"));

  @Test
  void countsWhatBeginsAndTimesItsWait() {
    tell(new BrokerEvent.Began(OperationKind.CALL, "m.move", Duration.ofMillis(3)));
    tell(new BrokerEvent.Began(OperationKind.HANDLER, "seen", Duration.ofMillis(1)));

    assertThat(count("started", "kind", "call")).isEqualTo(1);
    assertThat(millis(timer("queued", "kind", "call"))).isEqualTo(3);
    assertThat(millis(timer("queued", "kind", "handler"))).isEqualTo(1);
  }

  @Test
  void timesWhatEndsByItsOutcomeAndItsTimeInPython() {
    tell(ended("ok", 20, 15, InterruptLevel.NONE));
    tell(ended("safety_disarmed", 40, 60, InterruptLevel.INTERRUPTED));

    assertThat(millis(timer("operations", "outcome", "ok"))).isEqualTo(20);
    assertThat(millis(timer("operations", "outcome", "safety_disarmed", "level", "interrupted")))
        .isEqualTo(40);
    assertThat(millis(timer("python", "kind", "call"))).isEqualTo(75);
  }

  @Test
  void timesNothingInPythonForWhatNeverBegan() {
    tell(ended("timeout", 30, 0, InterruptLevel.NONE));

    assertThat(millis(timer("operations", "outcome", "timeout"))).isEqualTo(30);
    assertThat(registry.find("terrarium.broker.python").meters()).isEmpty();
  }

  @Test
  void countsInterruptsByTheLevelThatTheyReach() {
    tell(new BrokerEvent.Interrupted("m.move"));
    tell(new BrokerEvent.Interrupted("m.swallow"));
    tell(new BrokerEvent.Marked("m.swallow", false, ""));
    tell(new BrokerEvent.Marked("m.swallow", true, ""));
    tell(new BrokerEvent.Killed("m.swallow"));

    assertThat(count("interrupts", "level", "interrupted")).isEqualTo(2);
    assertThat(count("interrupts", "level", "marked")).isEqualTo(1);
    assertThat(count("interrupts", "level", "killed")).isEqualTo(1);
  }

  @Test
  void showsWhetherTheInterpreterRefusesCalls() {
    tell(new BrokerEvent.Marked("m.crunch", false, ""));
    double whileMarked = gauge("marked");

    tell(new BrokerEvent.Healed("m.crunch"));

    assertThat(whileMarked).isEqualTo(1);
    assertThat(gauge("marked")).isZero();
  }

  @Test
  void countsRefusalsByTheirCodeAndWhomTheyMeet() {
    tell(new BrokerEvent.Refused("m.move", "safety_not_armed"));
    tell(
        new BrokerEvent.ScriptRefused(
            "publish a", "safety_not_armed", SafetyState.DISARMED, "it is not armed", "", 1));

    assertThat(count("refusals", "of", "caller", "code", "safety_not_armed")).isEqualTo(1);
    assertThat(count("refusals", "of", "script", "code", "safety_not_armed")).isEqualTo(1);
  }

  @Test
  void timesRestartsAndCountsThoseThatFail() {
    tell(new BrokerEvent.Spawned("watch"));
    tell(new BrokerEvent.Marked("m.swallow", true, ""));
    tell(new BrokerEvent.NotRestarted("there is no room", Duration.ofMillis(50)));
    tell(new BrokerEvent.Restarted(Duration.ofMillis(400)));

    assertThat(millis(timer("restarts"))).isEqualTo(400);
    assertThat(count("restarts.failed")).isEqualTo(1);
    assertThat(gauge("marked")).isZero();
    assertThat(gauge("spawned")).isZero();
  }

  @Test
  void showsHowMuchSpawnedWorkIsUnderWay() {
    tell(new BrokerEvent.Spawned("watch"));
    tell(new BrokerEvent.Spawned("watch"));
    tell(new BrokerEvent.SpawnEnded("watch"));

    assertThat(gauge("spawned")).isEqualTo(1);
  }

  @Test
  void countsLongCallsAndHandlersThatFailOrTakeTooLong() {
    tell(new BrokerEvent.TakesLong(OperationKind.CALL, "m.move", Duration.ofSeconds(5)));
    tell(new BrokerEvent.OverBudget("seen", Duration.ofSeconds(1)));
    tell(new BrokerEvent.ScriptFailed("seen", "Traceback"));

    assertThat(count("long", "kind", "call")).isEqualTo(1);
    assertThat(count("over.budget")).isEqualTo(1);
    assertThat(count("script.failures")).isEqualTo(1);
  }

  @Test
  void tellsRobotsApart() {
    var legs = BrokerMeters.of(registry, new RobotId("legs"));

    legs.happened(new BrokerEvent.Interrupted("m.walk"));

    assertThat(registry.get("terrarium.broker.interrupts").tag("robot", "legs").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("terrarium.broker.marked").gauges()).hasSize(2);
  }

  private void tell(BrokerEvent event) {
    meters.happened(event);
  }

  private static BrokerEvent ended(String outcome, int freed, int inPython, InterruptLevel level) {
    return new BrokerEvent.Ended(
        new CallReport(
            OperationKind.CALL,
            "m.move",
            outcome,
            Duration.ZERO,
            new CallReport.Spent(Duration.ofMillis(freed), Duration.ofMillis(inPython)),
            level));
  }

  private double count(String name, String... tags) {
    return registry
        .get("terrarium.broker." + name)
        .tag("robot", "arm")
        .tags(tags)
        .counter()
        .count();
  }

  private Timer timer(String name, String... tags) {
    return registry.get("terrarium.broker." + name).tag("robot", "arm").tags(tags).timer();
  }

  private double gauge(String name) {
    return registry.get("terrarium.broker." + name).tag("robot", "arm").gauge().value();
  }

  private static double millis(Timer timer) {
    return timer.totalTime(TimeUnit.MILLISECONDS);
  }
}
