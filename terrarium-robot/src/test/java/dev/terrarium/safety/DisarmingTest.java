package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DisarmingTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final ComponentPath MOTOR = ComponentPath.of("motor");

  private final LoggedLines log = new LoggedLines();
  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final CountDownLatch never = new CountDownLatch(1);

  @BeforeEach
  void arm() {
    safety.arm(ARM);
  }

  @AfterEach
  void close() {
    never.countDown();
    safety.close();
    log.close();
  }

  @Test
  void isDisarmingFirstAndDisarmedWhenEveryHandlerSaysThatItIsSafe() {
    List<SafetyState> seen = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "pin 4",
        pin -> {
          seen.add(gate.state());
          return HandlerResult.safe();
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
    assertThat(seen).containsExactly(SafetyState.DISARMING);
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void noPermitIsValidWhileHandlersRun() {
    Permit permit = gate.permit().orElseThrow();
    List<Boolean> valid = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        permit,
        its -> {
          valid.add(its.isValid());
          return HandlerResult.safe();
        });

    safety.disarm(ARM);

    assertThat(valid).containsExactly(false);
  }

  @Test
  void listenersHearOfDisarmingBeforeAHandlerRuns() {
    List<String> order = new CopyOnWriteArrayList<>();
    gate.listen(transition -> order.add(transition.to().id()));
    gate.handler(
        MOTOR,
        "",
        _ -> {
          order.add("handler");
          return HandlerResult.safe();
        });

    safety.disarm(ARM);

    assertThat(order).containsExactly("disarming", "handler", "disarmed");
  }

  @Test
  void runsAllHandlersAtOnceHoweverManyThereAre() {
    int many = 4 * Runtime.getRuntime().availableProcessors() + 20;
    var barrier = new CyclicBarrier(many);
    for (int i = 0; i < many; i++) {
      gate.handler(
          ComponentPath.of("motor_" + i),
          barrier,
          all -> {
            all.await();
            return HandlerResult.safe();
          });
    }

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
  }

  @Test
  void runsEachHandlerOnADaemonThreadOfItsOwnNamedByItsComponent() {
    List<String> threads = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          threads.add(Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon());
          return HandlerResult.safe();
        });

    safety.disarm(ARM);

    assertThat(threads).containsExactly("terrarium-disarm-arm-motor true");
  }

  @Test
  void isInErrorAndNamesEveryComponentWhoseHandlerFailed() {
    var broken = new IllegalStateException("no bus");
    gate.handler(ComponentPath.of("good"), "", _ -> HandlerResult.safe());
    gate.handler(ComponentPath.of("says_so"), "", _ -> HandlerResult.unsafe("relay stuck"));
    gate.handler(
        ComponentPath.of("throws"),
        "",
        _ -> {
          throw broken;
        });
    gate.handler(
        ComponentPath.of("hangs"),
        never,
        latch -> {
          latch.await();
          return HandlerResult.safe();
        });

    DisarmResult result = safety.disarm(ARM, SHORT);

    assertThat(result)
        .isEqualTo(
            new DisarmResult.Failed(
                List.of(
                    new HandlerFailure(
                        ComponentPath.of("says_so"),
                        new HandlerFailure.ReturnedError("relay stuck")),
                    new HandlerFailure(
                        ComponentPath.of("throws"), new HandlerFailure.Threw(broken)),
                    new HandlerFailure(
                        ComponentPath.of("hangs"), new HandlerFailure.TimedOut(SHORT)))));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(log.lines())
        .contains(
            "SEVERE The robot 'arm' is perhaps not safe: says_so: it returned an error: relay stuck",
            "SEVERE The robot 'arm' is perhaps not safe: hangs: it has not ended within 20 ms");
  }

  @Test
  void aHandlerThatThrowsAnErrorFailsLikeAnother() {
    gate.handler(
        MOTOR,
        "",
        _ -> {
          throw new StackOverflowError();
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isInstanceOf(DisarmResult.Failed.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  @SuppressWarnings("NullAway") // As somebody may do who does not check.
  void aHandlerThatReturnsNullFails() {
    gate.handler(MOTOR, "", _ -> null);

    DisarmResult result = safety.disarm(ARM);

    assertThat(result)
        .isEqualTo(
            new DisarmResult.Failed(
                List.of(
                    new HandlerFailure(
                        MOTOR, new HandlerFailure.ReturnedError("it returned null")))));
  }

  @Test
  void namesTheComponentWhoseHandlerHasNotEndedInTime() {
    gate.handler(
        MOTOR,
        never,
        latch -> {
          latch.await();
          return HandlerResult.safe();
        });

    DisarmResult result = safety.disarm(ARM, SHORT);

    assertThat(result)
        .isEqualTo(
            new DisarmResult.Failed(
                List.of(new HandlerFailure(MOTOR, new HandlerFailure.TimedOut(SHORT)))));
  }

  @Test
  void givesEachHandlerFiveSecondsUnlessSaid() {
    assertThat(SafetyOptions.defaults().perHandler()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void interruptsAHandlerWhoseTimeIsUp() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    gate.handler(
        MOTOR,
        never,
        latch -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return HandlerResult.safe();
        });

    safety.disarm(ARM, SHORT);

    interrupted.await();
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  void aHandlerThatEndsAfterItsTimeChangesNothing() throws InterruptedException {
    var ended = new CountDownLatch(1);
    gate.handler(
        MOTOR,
        never,
        latch -> {
          while (latch.getCount() > 0) {
            Thread.onSpinWait();
          }
          ended.countDown();
          return HandlerResult.safe();
        });
    safety.disarm(ARM, SHORT);

    never.countDown();
    ended.await();

    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  void answersAtOnceThatItIsDisarmingAlreadyWhileHandlersRun() {
    gate.handler(
        MOTOR,
        never,
        latch -> {
          latch.await();
          return HandlerResult.safe();
        });
    CompletableFuture<DisarmResult> first = disarming();

    assertThat(safety.disarm(ARM)).isEqualTo(new DisarmResult.AlreadyDisarming());
    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.Disarming());
    assertThat(safety.forceDisarm(ARM))
        .isEqualTo(new ForceDisarmResult.NotInError(SafetyState.DISARMING));

    never.countDown();
    assertThat(first.join()).isEqualTo(new DisarmResult.Disarmed());
  }

  @Test
  void refusesToArmWhileDisarming() {
    List<ArmResult> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          results.add(safety.arm(ARM));
          return HandlerResult.safe();
        });

    safety.disarm(ARM);

    assertThat(results).containsExactly(new ArmResult.Disarming());
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void disarmFromWithinADisarmHandlerIsAnsweredAtOnce() {
    List<DisarmResult> results = new CopyOnWriteArrayList<>();
    gate.handler(
        MOTOR,
        "",
        _ -> {
          results.add(safety.disarm(ARM));
          return HandlerResult.safe();
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(results).containsExactly(new DisarmResult.AlreadyDisarming());
    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
  }

  @Test
  void saysOfADisarmedRobotThatItIsAlready() {
    safety.disarm(ARM);

    assertThat(safety.disarm(ARM)).isEqualTo(new DisarmResult.AlreadyDisarmed());
  }

  @Test
  void saysOfARobotInErrorThatItIsAlready() {
    safety.transitionToError(ARM, "a test");

    assertThat(safety.disarm(ARM)).isEqualTo(new DisarmResult.AlreadyInError());
  }

  @Test
  void theDisarmingOfOneRobotDelaysNoOther() {
    RobotId other = new RobotId("other");
    safety.register(other, GateOptions.defaults());
    gate.handler(
        MOTOR,
        never,
        latch -> {
          latch.await();
          return HandlerResult.safe();
        });
    CompletableFuture<DisarmResult> first = disarming();

    assertThat(safety.arm(other)).isInstanceOf(ArmResult.Armed.class);
    assertThat(safety.disarm(other)).isEqualTo(new DisarmResult.Disarmed());
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMING);

    never.countDown();
    first.join();
  }

  @Test
  void theDisarmGoesOnWhenItsCallerIsInterrupted() {
    gate.handler(MOTOR, "", _ -> HandlerResult.safe());
    Thread.currentThread().interrupt();

    DisarmResult result = safety.disarm(ARM);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThatThrownBy(() -> safety.disarm(ARM, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perHandler is longer than nothing, not PT0S");
  }

  @Test
  void aTimeLongerThanAnyClockIsTaken() {
    gate.handler(MOTOR, "", _ -> HandlerResult.safe());

    assertThat(safety.disarm(ARM, Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(new DisarmResult.Disarmed());
  }

  /// Disarms on another thread; returns when the handlers are about to run.
  private CompletableFuture<DisarmResult> disarming() {
    var begun = new CountDownLatch(1);
    try (Registration _ =
        gate.listen(transition -> {
          if (transition.to() == SafetyState.DISARMING) {
            begun.countDown();
          }
        })) {
      var result = CompletableFuture.supplyAsync(() -> safety.disarm(ARM));
      begun.await();
      return result;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
