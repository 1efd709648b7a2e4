package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.HandlerResult;
import dev.terrarium.safety.SafetyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Results and exceptions that cannot be told: the execution ends all the same, in one way.
@Timeout(60)
class UntoldResultTest {
  private static final Duration GRACE = CommandsOptions.standard().grace();

  private static final class Untold {
    @Override
    public String toString() {
      throw new IllegalStateException("a test");
    }
  }

  private static final class UntoldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("a test");
    }

    @Override
    public String toString() {
      throw new StackOverflowError("a test");
    }
  }

  @SuppressWarnings("NullAway") // Whoever writes a handler may not check for null.
  private static List<CommandHandler> failing() {
    return List.of(
        _ -> CommandResult.error(null),
        _ -> CommandResult.error(new Untold()),
        _ -> {
          throw new UntoldException();
        },
        _ -> null,
        _ -> CommandResult.error(new CommandError(null, null, null, Map.of())));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void aFailureThatCannotBeToldFailsAndLeavesItsPlace(CommandHandler handler)
      throws InterruptedException {
    try (var robot = Robot.armed(CommandDefinition.of("move", handler).build())) {
      Execution execution = robot.execute("move");

      CommandOutcome outcome = Robot.outcome(execution);

      assertThat(outcome.error()).isPresent();
      Robot.left(execution);
      assertThat(robot.told)
          .containsExactly(
              "state_machine idle->executing",
              "command.move.1 started",
              "command.move.1 failed",
              "state_machine executing->idle");
      assertThat(robot.commands.running()).isEmpty();
      robot.commands.close();
    }
  }

  @Test
  void aValueThatCannotBeToldSucceedsAndItsEventSaysSo() throws InterruptedException {
    try (var robot =
        Robot.armed(
            CommandDefinition.of("move", _ -> CommandResult.ok(List.of(new Untold()))).build())) {
      CommandOutcome outcome = Robot.outcome(robot.execute("move"));

      assertThat(outcome.isSuccess()).isTrue();
      assertThat(robot.events.getLast().data())
          .hasEntrySatisfying(
              "result",
              result ->
                  assertThat(String.valueOf(result))
                      .contains("that cannot be told: to ask for its text throws"));
    }
  }

  @ParameterizedTest
  @MethodSource("failing")
  void aDisarmCommandWhoseFailureCannotBeToldEndsInErrorAndTheHandlersRun(CommandHandler handler) {
    var handled = new AtomicInteger();
    try (var robot = Robot.armed(CommandDefinition.of("park", handler).disarms().build())) {
      robot.gate.handler(
          ComponentPath.of("motor"),
          handled,
          count -> {
            count.incrementAndGet();
            return HandlerResult.safe();
          });

      DisarmResult result = robot.safety.disarm(Robot.ID);

      assertThat(result).isInstanceOf(DisarmResult.CommandFailed.class);
      assertThat(robot.gate.state()).isEqualTo(SafetyState.ERROR);
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void aResultWhoseTextDoesNotComeIsEndedLikeAHandlerThatDoesNotReturn() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var slow =
        new Object() {
          @Override
          public String toString() {
            asked.countDown();
            while (true) {
              try {
                never.await();
                return "late";
              } catch (InterruptedException ignored) {
                Thread.interrupted();
              }
            }
          }
        };
    try (var robot =
        Robot.armed(CommandDefinition.of("move", _ -> CommandResult.ok(slow)).build())) {
      Execution execution = robot.execute("move");
      asked.await();

      assertThat(execution.cancel()).isInstanceOf(CancelResult.Cancelled.class);
      robot.alarms.advance(GRACE);

      assertThat(robot.commands.unfinished()).hasSize(1);
      assertThat(Robot.outcome(execution))
          .isEqualTo(new CommandOutcome.Ended("move", new Ending.Cancelled()));
      never.countDown();
      Robot.left(execution);
    }
  }

  @Test
  void aTimeoutThatIsLongerThanAnyClockCanCountIsNone() throws InterruptedException {
    try (var alarms = Alarms.open("terrarium-test-timer")) {
      var alarm = alarms.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});

      alarm.cancel();
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesADefinitionWithoutAHandler() {
    assertThatNullPointerException()
        .isThrownBy(() -> CommandDefinition.of("move", null))
        .withMessage("the command 'move' has a handler, not null");
  }
}
