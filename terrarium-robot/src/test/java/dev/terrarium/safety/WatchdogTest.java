package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final Duration SILENCE = Duration.ofMillis(100);
  private static final long MILLISECOND = 1_000_000;

  private final LoggedLines log = new LoggedLines();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 150 * MILLISECOND);
  private final Safety safety = Safety.open(SafetyOptions.defaults().withClock(clock::get));
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final Watchdog watchdog = Watchdog.of(safety, ARM, SILENCE);

  @AfterEach
  void close() {
    watchdog.close();
    safety.close();
    log.close();
  }

  @Test
  void silenceDisarms() {
    safety.arm(ARM);
    pass(100);

    watchdog.look();

    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
    assertThat(log.lines())
        .containsExactly(
            "WARNING The watchdog has disarmed the robot 'arm', as there was no heartbeat within"
                + " 100 ms: Disarmed[]");
  }

  @Test
  void reportsWhyItHasDisarmed() {
    var reports = new ArrayList<FaultReport>();
    gate.listen(
        new SafetyListener() {
          @Override
          public void changed(Transition transition) {}

          @Override
          public void reported(FaultReport report) {
            reports.add(report);
          }
        });
    safety.arm(ARM);
    pass(100);

    watchdog.look();

    assertThat(reports)
        .extracting(report -> report.component() + ": " + report.fault().message())
        .containsExactly(
            "watchdog: Emergency stop by the watchdog: there was no heartbeat within 100 ms");
  }

  @Test
  void heartbeatsKeepTheRobotArmed() {
    safety.arm(ARM);

    for (int i = 0; i < 10; i++) {
      pass(99);
      assertThat(watchdog.look()).isEqualTo(MILLISECOND);
      watchdog.heartbeat();
    }

    assertThat(gate.isArmed()).isTrue();
  }

  @Test
  void theSilenceIsCountedFromTheArming() {
    pass(1_000);
    safety.arm(ARM);
    pass(99);
    watchdog.look();
    assertThat(gate.isArmed()).isTrue();

    pass(1);
    watchdog.look();

    assertThat(gate.isArmed()).isFalse();
  }

  @Test
  void leavesARobotAloneThatIsNotArmed() {
    pass(1_000);

    long next = watchdog.look();

    assertThat(next).isEqualTo(SILENCE.toNanos());
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aClockThatJumpsForwardDisarms() {
    safety.arm(ARM);
    pass(3_600_000);

    watchdog.look();

    assertThat(gate.isArmed()).isFalse();
  }

  @Test
  void aClockThatJumpsBackDisarms() {
    safety.arm(ARM);
    pass(-3_600_000);

    watchdog.look();

    assertThat(gate.isArmed()).isFalse();
  }

  @Test
  void doesNotWaitForACommandThatIsToDisarm() {
    safety.routeDisarming(
        ARM,
        _ -> {
          throw new AssertionError("it ran");
        });
    safety.arm(ARM);
    pass(100);

    watchdog.look();

    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void looksByItselfWhenItIsStarted() throws InterruptedException {
    var stopped = new CountDownLatch(1);
    gate.listen(transition -> {
      if (transition.to() == SafetyState.DISARMED) {
        stopped.countDown();
      }
    });
    safety.arm(ARM);
    pass(100);

    try (Watchdog _ = Watchdog.start(safety, ARM, Duration.ofMillis(1))) {
      pass(1);
      stopped.await();
    }

    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void watchesOnWhenAListenerDoesNotReturn() throws InterruptedException {
    var never = new CountDownLatch(1);
    var stuck = new CountDownLatch(1);
    gate.listen(transition -> {
      if (transition.to() == SafetyState.DISARMING) {
        stuck.countDown();
        awaitUninterruptibly(never);
      }
    });
    try (Watchdog _ = Watchdog.start(safety, ARM, Duration.ofMillis(1))) {
      safety.arm(ARM);
      pass(1);
      stuck.await();
      while (gate.state() != SafetyState.DISARMED) {
        Thread.onSpinWait();
      }

      var rearmed = gate.permit();
      while (rearmed.isEmpty()) {
        safety.arm(ARM);
        rearmed = gate.permit();
      }
      pass(1);

      while (rearmed.get().isValid()) {
        Thread.onSpinWait();
      }
    } finally {
      never.countDown();
    }

    assertThat(gate.isArmed()).isFalse();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesARobotThatNobodyKnowsAndASilenceThatIsNone() {
    assertThatThrownBy(() -> Watchdog.start(safety, new RobotId("stranger"), SILENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no robot 'stranger'");
    assertThatThrownBy(() -> Watchdog.start(safety, ARM, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("silence is longer than nothing");
  }

  private void pass(long milliseconds) {
    clock.addAndGet(milliseconds * MILLISECOND);
  }
}
