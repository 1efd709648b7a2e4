package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ErrorsTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final ComponentPath MOTOR = ComponentPath.of("motor");

  private final LoggedLines log = new LoggedLines();
  private final AtomicLong clock = new AtomicLong();
  private final Safety safety = Safety.open(SafetyOptions.defaults().withClock(clock::get));
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final AtomicInteger handled = new AtomicInteger();

  @AfterEach
  void close() {
    safety.close();
    log.close();
  }

  @Test
  void anArmedRobotIsPutInErrorAndNoHandlerRuns() {
    handler();
    safety.arm(ARM);
    Permit permit = gate.permit().orElseThrow();

    ErrorResult result = safety.transitionToError(ARM, "smoke");

    assertThat(result).isEqualTo(new ErrorResult.InError());
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(permit.isValid()).isFalse();
    assertThat(handled).hasValue(0);
    assertThat(log.lines()).contains("SEVERE The robot 'arm' is in error: smoke");
  }

  @Test
  void aDisarmingRobotIsPutInErrorAndStaysThereWhenItsHandlersSucceed() {
    gate.handler(
        MOTOR,
        "",
        _ -> {
          safety.transitionToError(ARM, "smoke");
          return HandlerResult.safe();
        });
    safety.arm(ARM);

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.AlreadyInError());
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  void toPutARobotInErrorTwiceIsNoFault() {
    safety.arm(ARM);
    safety.transitionToError(ARM, "smoke");

    assertThat(safety.transitionToError(ARM, "smoke")).isEqualTo(new ErrorResult.InError());
  }

  @Test
  void aDisarmedRobotIsNotPutInError() {
    assertThat(safety.transitionToError(ARM, "smoke")).isEqualTo(new ErrorResult.AlreadyDisarmed());
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void whatIsSaidOfPuttingARobotInErrorDependsOnItsState() {
    List<ErrorResult> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          results.add(safety.transitionToError(ARM, "while it is disarming"));
          return HandlerResult.safe();
        });

    results.add(safety.transitionToError(ARM, "while it is disarmed"));
    safety.arm(ARM);
    safety.disarm(ARM);
    results.add(safety.transitionToError(ARM, "while it is in error"));
    safety.forceDisarm(ARM);
    safety.arm(ARM);
    results.add(safety.transitionToError(ARM, "while it is armed"));

    assertThat(results)
        .containsExactly(
            new ErrorResult.AlreadyDisarmed(),
            new ErrorResult.InError(),
            new ErrorResult.InError(),
            new ErrorResult.InError());
  }

  @Test
  void forceDisarmTakesARobotOutOfErrorRunsNoHandlerAndWarns() {
    handler();
    safety.arm(ARM);
    safety.transitionToError(ARM, "smoke");

    ForceDisarmResult result = safety.forceDisarm(ARM);

    assertThat(result).isEqualTo(new ForceDisarmResult.Disarmed());
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
    assertThat(handled).hasValue(0);
    assertThat(log.lines())
        .contains("WARNING The robot 'arm' is disarmed on its operator's word; no handler has run");
  }

  @Test
  void forceDisarmIsForRobotsInErrorAlone() {
    assertThat(safety.forceDisarm(ARM))
        .isEqualTo(new ForceDisarmResult.NotInError(SafetyState.DISARMED));

    safety.arm(ARM);

    assertThat(safety.forceDisarm(ARM))
        .isEqualTo(new ForceDisarmResult.NotInError(SafetyState.ARMED));
    assertThat(gate.isArmed()).isTrue();
  }

  @Test
  void forceDisarmIsRefusedWhileHandlersRun() {
    List<ForceDisarmResult> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          safety.transitionToError(ARM, "smoke");
          results.add(safety.forceDisarm(ARM));
          return HandlerResult.safe();
        });
    safety.arm(ARM);

    safety.disarm(ARM);

    assertThat(results).containsExactly(new ForceDisarmResult.HandlersRunning());
    assertThat(safety.forceDisarm(ARM)).isEqualTo(new ForceDisarmResult.Disarmed());
  }

  @Test
  void threeRestartsInFiveSecondsAreAllowed() {
    safety.arm(ARM);

    for (int i = 0; i < 3; i++) {
      assertThat(safety.restart(ARM, MOTOR, "crash")).isEqualTo(new RestartResult.Allowed());
    }

    assertThat(gate.isArmed()).isTrue();
  }

  @Test
  void aFourthRestartRunsAllHandlersAndEndsInErrorThoughTheySucceed() {
    handler();
    safety.arm(ARM);
    threeRestarts();

    RestartResult result = safety.restart(ARM, MOTOR, "crash");

    assertThat(result).isEqualTo(new RestartResult.Exhausted(List.of()));
    assertThat(handled).hasValue(1);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(log.lines())
        .contains(
            "SEVERE The robot 'arm' is in error: Its components were restarted too often, last"
                + " motor: crash");
  }

  @Test
  void restartsThatAreFarApartAreAllowed() {
    for (int i = 0; i < 20; i++) {
      assertThat(safety.restart(ARM, MOTOR, "crash")).isEqualTo(new RestartResult.Allowed());
      clock.addAndGet(Duration.ofSeconds(2).toNanos());
    }
  }

  @Test
  void exhaustedRestartsOfADisarmedRobotEndInErrorToo() {
    handler();
    threeRestarts();

    safety.restart(ARM, MOTOR, "crash");

    assertThat(handled).hasValue(1);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.InError());
  }

  @Test
  void exhaustedRestartsWhileHandlersRunWaitForThoseAndRunNoneTwice() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    gate.handler(
        MOTOR,
        go,
        latch -> {
          begun.countDown();
          latch.await();
          handled.incrementAndGet();
          return HandlerResult.safe();
        });
    safety.arm(ARM);
    var disarming = CompletableFuture.supplyAsync(() -> safety.disarm(ARM));
    begun.await();
    threeRestarts();

    var exhausted = CompletableFuture.supplyAsync(() -> safety.restart(ARM, MOTOR, "crash"));
    while (gate.state() != SafetyState.ERROR) {
      Thread.onSpinWait();
    }
    go.countDown();

    assertThat(exhausted.join()).isEqualTo(new RestartResult.Exhausted(List.of()));
    assertThat(disarming.join()).isEqualTo(new DisarmResult.AlreadyInError());
    assertThat(handled).hasValue(1);
  }

  @Test
  void aHandlerThatExhaustsTheRestartsDoesNotWaitForItself() {
    List<RestartResult> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          results.add(safety.restart(ARM, MOTOR, "crash"));
          return HandlerResult.safe();
        });
    threeRestarts();

    safety.restart(ARM, MOTOR, "crash");

    assertThat(results).containsExactly(new RestartResult.Exhausted(List.of()));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  void anAcknowledgementBeginsTheBudgetAnew() {
    threeRestarts();
    safety.restart(ARM, MOTOR, "crash");

    safety.forceDisarm(ARM);

    assertThat(safety.restart(ARM, MOTOR, "crash")).isEqualTo(new RestartResult.Allowed());
  }

  private void threeRestarts() {
    for (int i = 0; i < 3; i++) {
      safety.restart(ARM, MOTOR, "crash");
    }
  }

  private void handler() {
    gate.handler(
        MOTOR,
        handled,
        count -> {
          count.incrementAndGet();
          return HandlerResult.safe();
        });
  }
}
