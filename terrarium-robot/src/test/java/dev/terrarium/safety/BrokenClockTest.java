package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a clock that fails keeps from being made safe: nothing.
@Timeout(60)
class BrokenClockTest {
  private static final RobotId ARM = new RobotId("arm");

  private final LoggedLines log = new LoggedLines();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean broken;
  private volatile boolean stuck;
  private final Safety safety = Safety.open(SafetyOptions.defaults().withClock(this::read));
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final AtomicInteger handled = new AtomicInteger();
  private final CountDownLatch ran = new CountDownLatch(1);
  private final List<Transition> heard = new CopyOnWriteArrayList<>();

  private long read() {
    if (broken) {
      throw new IllegalStateException("the clock is broken");
    }
    if (stuck) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return 7;
  }

  @BeforeEach
  void arm() {
    gate.listen(heard::add);
    gate.handler(
        ComponentPath.of("motor"),
        handled,
        count -> {
          count.incrementAndGet();
          ran.countDown();
          return HandlerResult.safe();
        });
    safety.arm(ARM);
  }

  @AfterEach
  void close() {
    broken = false;
    never.countDown();
    safety.close();
    log.close();
  }

  @Test
  void aDisarmSucceedsAndItsChangesBearTheTimeThatWasReadLast() {
    broken = true;

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
    assertThat(handled).hasValue(1);
    assertThat(heard)
        .containsExactly(
            new Transition(ARM, SafetyState.DISARMED, SafetyState.ARMED, 7),
            new Transition(ARM, SafetyState.ARMED, SafetyState.DISARMING, 7),
            new Transition(ARM, SafetyState.DISARMING, SafetyState.DISARMED, 7));
  }

  @Test
  void everyOtherStopSucceedsToo() {
    broken = true;

    assertThat(safety.transitionToError(ARM, "a test")).isEqualTo(new ErrorResult.InError());
    assertThat(safety.forceDisarm(ARM)).isEqualTo(new ForceDisarmResult.Disarmed());
    assertThat(safety.unregister(ARM)).isEmpty();
    assertThat(handled).hasValue(1);
  }

  @Test
  void restartsDoNotBecomeMoreThanTheBudgetAllows() {
    broken = true;

    for (int i = 0; i < 3; i++) {
      assertThat(safety.restart(ARM, ComponentPath.of("motor"), "a test"))
          .isEqualTo(new RestartResult.Allowed());
    }

    assertThat(safety.restart(ARM, ComponentPath.of("motor"), "a test"))
        .isInstanceOf(RestartResult.Exhausted.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
  }

  @Test
  void theWatchdogTakesItForSilence() {
    try (Watchdog watchdog = Watchdog.of(safety, ARM, Duration.ofSeconds(1))) {
      broken = true;
      watchdog.heartbeat();

      watchdog.look();
    }

    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
    assertThat(log.lines())
        .containsExactly(
            "WARNING The watchdog has disarmed the robot 'arm', as its clock does not work:"
                + " Disarmed[]");
  }

  @Test
  void theHandlersRunWhileTheClockDoesNotReturn() throws InterruptedException {
    stuck = true;

    CompletableFuture<DisarmResult> disarming =
        CompletableFuture.supplyAsync(() -> safety.disarm(ARM));
    ran.await();

    assertThat(gate.isArmed()).isFalse();
    never.countDown();
    assertThat(disarming.join()).isEqualTo(new DisarmResult.Disarmed());
  }
}
