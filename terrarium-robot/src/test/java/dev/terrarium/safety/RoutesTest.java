package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final RouteResult SUCCEEDED = new RouteResult.Succeeded();
  private static final RouteResult FAILED = new RouteResult.Failed("brake stuck");

  private final LoggedLines log = new LoggedLines();
  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final AtomicInteger handled = new AtomicInteger();

  @BeforeEach
  void handler() {
    gate.handler(
        ComponentPath.of("motor"),
        handled,
        count -> {
          count.incrementAndGet();
          return HandlerResult.safe();
        });
  }

  @AfterEach
  void close() {
    safety.close();
    log.close();
  }

  @Test
  void armsByTheCommandThatIsFlaggedForIt() {
    List<ArmResult> pulled = new ArrayList<>();
    safety.routeArming(
        ARM,
        lever -> {
          pulled.add(lever.get());
          return SUCCEEDED;
        });

    ArmResult result = safety.arm(ARM);

    assertThat(pulled).containsExactly(result);
    assertThat(result).isEqualTo(new ArmResult.Armed(gate.permit().orElseThrow()));
  }

  @Test
  void staysDisarmedWhenTheArmCommandFailsBeforeItHasArmed() {
    safety.routeArming(ARM, _ -> FAILED);

    ArmResult result = safety.arm(ARM);

    assertThat(result).isEqualTo(new ArmResult.CommandFailed("brake stuck"));
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void staysArmedWhenTheArmCommandFailsAfterItHasArmed() {
    safety.routeArming(
        ARM,
        lever -> {
          var _ = lever.get();
          return FAILED;
        });

    ArmResult result = safety.arm(ARM);

    assertThat(result).isEqualTo(new ArmResult.CommandFailed("brake stuck"));
    assertThat(gate.state()).isEqualTo(SafetyState.ARMED);
  }

  @Test
  void saysOfAnArmCommandThatDoesNotArmThatItFailed() {
    safety.routeArming(ARM, _ -> SUCCEEDED);

    ArmResult result = safety.arm(ARM);

    assertThat(result)
        .isEqualTo(
            new ArmResult.CommandFailed(
                "the command that arms 'arm' ended well and did not arm it"));
  }

  @Test
  void anArmCommandThatThrowsHasFailed() {
    safety.routeArming(
        ARM,
        _ -> {
          throw new IllegalStateException("no bus");
        });

    ArmResult result = safety.arm(ARM);

    assertThat(result)
        .isEqualTo(
            new ArmResult.CommandFailed(
                "the command that arms 'arm' has thrown java.lang.IllegalStateException: no bus"));
  }

  @Test
  void aLeverDoesNothingAfterItsRouteHasReturned() {
    List<Supplier<ArmResult>> levers = new ArrayList<>();
    safety.routeArming(
        ARM,
        lever -> {
          levers.add(lever);
          return FAILED;
        });
    safety.arm(ARM);

    assertThatThrownBy(() -> levers.getFirst().get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The route that was to arm has returned");
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void runsNoArmCommandWhereArmingIsRefusedAnyway() {
    safety.arm(ARM);
    safety.routeArming(
        ARM,
        _ -> {
          throw new AssertionError("it ran");
        });

    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.AlreadyArmed());
  }

  @Test
  void disarmsByTheCommandThatIsFlaggedForIt() {
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        lever -> {
          assertThat(lever.get()).isEqualTo(new DisarmResult.Disarmed());
          return SUCCEEDED;
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
    assertThat(handled).hasValue(1);
  }

  @Test
  void aDisarmCommandThatFailsWhileArmedEndsInErrorAndTheHandlersRun() {
    safety.arm(ARM);
    safety.routeDisarming(ARM, _ -> FAILED);

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.CommandFailed("brake stuck"));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
  }

  @Test
  void aDisarmCommandThatFailsWhileSomebodyElseDisarmsEndsInErrorToo() throws Exception {
    var inHandler = new CountDownLatch(1);
    var inError = new CountDownLatch(1);
    gate.handler(
        ComponentPath.of("brake"),
        "",
        _ -> {
          inHandler.countDown();
          inError.await();
          return HandlerResult.safe();
        });
    gate.listen(transition -> {
      if (transition.to() == SafetyState.ERROR) {
        inError.countDown();
      }
    });
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        _ -> {
          var _ = CompletableFuture.runAsync(() -> safety.disarmDirectly(ARM));
          inHandler.await();
          return FAILED;
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.CommandFailed("brake stuck"));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
  }

  @Test
  void aDisarmCommandThatThrowsAnErrorEndsInErrorAndTheHandlersRun() {
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        _ -> {
          throw new StackOverflowError("too deep");
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result)
        .isEqualTo(
            new DisarmResult.CommandFailed(
                "the command that disarms 'arm' has thrown java.lang.StackOverflowError: too deep"));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
  }

  @Test
  void aDisarmCommandWhoseExceptionCannotBeToldEndsInErrorAndTheHandlersRun() {
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        _ -> {
          throw new Untold();
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isInstanceOf(DisarmResult.CommandFailed.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
  }

  @Test
  @SuppressWarnings("NullAway") // Whoever writes a route may not check for null.
  void aCommandThatReturnsNullHasFailed() {
    Registration arming = safety.routeArming(ARM, _ -> null);
    ArmResult armed = safety.arm(ARM);
    arming.close();
    safety.arm(ARM);
    safety.routeDisarming(ARM, _ -> null);

    DisarmResult disarmed = safety.disarm(ARM);

    assertThat(armed)
        .isEqualTo(new ArmResult.CommandFailed("the command that arms 'arm' has returned null"));
    assertThat(disarmed)
        .isEqualTo(
            new DisarmResult.CommandFailed("the command that disarms 'arm' has returned null"));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
  }

  @Test
  void anArmCommandThatThrowsAnErrorHasFailed() {
    safety.routeArming(
        ARM,
        _ -> {
          throw new StackOverflowError("too deep");
        });

    ArmResult result = safety.arm(ARM);

    assertThat(result)
        .isEqualTo(
            new ArmResult.CommandFailed(
                "the command that arms 'arm' has thrown java.lang.StackOverflowError: too deep"));
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void anArmCommandThatCallsArmItselfIsRefused() {
    safety.routeArming(
        ARM,
        _ -> {
          assertThat(safety.arm(ARM))
              .isEqualTo(
                  new ArmResult.CommandFailed(
                      "the command that arms 'arm' is running; wait until it has ended"));
          return FAILED;
        });

    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.CommandFailed("brake stuck"));
    assertThat(safety.arm(ARM)).isEqualTo(new ArmResult.CommandFailed("brake stuck"));
  }

  @Test
  void aDisarmCommandThatCallsDisarmItselfDisarms() {
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        _ -> {
          assertThat(safety.disarm(ARM)).isEqualTo(new DisarmResult.Disarmed());
          return SUCCEEDED;
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.Disarmed());
    assertThat(handled).hasValue(1);
  }

  @Test
  void aSecondDisarmGoesWithoutTheCommandThatHasNotEnded() throws Exception {
    var begun = new CountDownLatch(1);
    var stuck = new CountDownLatch(1);
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        _ -> {
          begun.countDown();
          stuck.await();
          return FAILED;
        });
    var first = CompletableFuture.supplyAsync(() -> safety.disarm(ARM));
    begun.await();

    DisarmResult second = safety.disarm(ARM);

    assertThat(second).isEqualTo(new DisarmResult.Disarmed());
    assertThat(handled).hasValue(1);
    assertThat(first).isNotDone();
    stuck.countDown();
    assertThat(first.join()).isEqualTo(new DisarmResult.CommandFailed("brake stuck"));
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void theLeverGivesWhatComesOfADisarmThatSomebodyElseHasBegun() throws Exception {
    var inHandler = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    gate.handler(
        ComponentPath.of("brake"),
        "",
        _ -> {
          inHandler.countDown();
          mayEnd.await();
          return HandlerResult.safe();
        });
    List<CompletableFuture<DisarmResult>> others = new ArrayList<>();
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        lever -> {
          others.add(CompletableFuture.supplyAsync(() -> safety.disarm(ARM)));
          inHandler.await();
          var pulled = CompletableFuture.supplyAsync(lever);
          mayEnd.countDown();
          assertThat(pulled.join()).isNotEqualTo(new DisarmResult.AlreadyDisarming());
          return SUCCEEDED;
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isIn(new DisarmResult.Disarmed(), new DisarmResult.AlreadyDisarmed());
    assertThat(others.getFirst().join()).isEqualTo(new DisarmResult.Disarmed());
  }

  /// An exception that fails whoever wants to know of it.
  private static final class Untold extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("a test");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("a test");
    }
  }

  @Test
  void aDisarmCommandThatFailsAfterItHasDisarmedLeavesTheRobotDisarmed() {
    safety.arm(ARM);
    safety.routeDisarming(
        ARM,
        lever -> {
          var _ = lever.get();
          return FAILED;
        });

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isEqualTo(new DisarmResult.CommandFailed("brake stuck"));
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void aDisarmCommandThatEndsWellAndDoesNotDisarmHasFailed() {
    safety.arm(ARM);
    safety.routeDisarming(ARM, _ -> SUCCEEDED);

    DisarmResult result = safety.disarm(ARM);

    assertThat(result)
        .isEqualTo(
            new DisarmResult.CommandFailed(
                "the command that disarms 'arm' ended well and did not disarm it"));
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  void runsNoDisarmCommandWhereThereIsNothingToDisarm() {
    safety.routeDisarming(
        ARM,
        _ -> {
          throw new AssertionError("it ran");
        });

    assertThat(safety.disarm(ARM)).isEqualTo(new DisarmResult.AlreadyDisarmed());
  }

  @Test
  void refusesASecondCommandThatArmsOrDisarms() {
    safety.routeArming(ARM, _ -> SUCCEEDED);
    safety.routeDisarming(ARM, _ -> SUCCEEDED);

    assertThatThrownBy(() -> safety.routeArming(ARM, _ -> SUCCEEDED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The robot 'arm' has a command that arms it; at most one does");
    assertThatThrownBy(() -> safety.routeDisarming(ARM, _ -> SUCCEEDED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The robot 'arm' has a command that disarms it; at most one does");
  }

  @Test
  void armsDirectlyWhenTheRouteIsTakenBack() {
    Registration route = safety.routeArming(ARM, _ -> FAILED);

    route.close();

    assertThat(safety.arm(ARM)).isInstanceOf(ArmResult.Armed.class);
  }

  @Test
  void refusesARouteOfARobotThatNobodyKnows() {
    assertThatThrownBy(() -> safety.routeArming(new RobotId("stranger"), _ -> SUCCEEDED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no robot 'stranger'");
  }
}
