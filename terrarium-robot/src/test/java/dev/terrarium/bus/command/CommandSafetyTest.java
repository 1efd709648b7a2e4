package dev.terrarium.bus.command;

import static dev.terrarium.message.payload.Command.Status.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.bus.command.SafetyAwareHandler.Conduct;
import dev.terrarium.message.payload.Command;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.HandlerResult;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What safety does to commands, and commands to safety.
class CommandSafetyTest {
  private static final Duration GRACE = CommandsOptions.standard().grace();

  private static CommandDefinition move(CommandHandler handler) {
    return CommandDefinition.of("move", handler).build();
  }

  private static CommandOutcome ended(SafetyState state) {
    return new CommandOutcome.Ended("move", new Ending.SafetyChanged(state));
  }

  @Test
  void theStateIsThatOfSafetyUnlessTheRobotIsArmed() {
    try (var robot = new Robot(CommandSet.builder().command(move(Held.of())).build())) {
      assertThat(robot.commands.state()).isEqualTo("disarmed");
      robot.safety.arm(Robot.ID);
      assertThat(robot.commands.state()).isEqualTo("idle");
      robot.safety.transitionToError(Robot.ID, "a test");
      assertThat(robot.commands.state()).isEqualTo("error");
      assertThat(robot.commands.operationalState()).isEqualTo("idle");
      assertThat(robot.refusal("move")).isEqualTo(new Refusal.SafetyError("move"));
    }
  }

  @Test
  void refusesWhileTheRobotIsBeingDisarmed() {
    try (var robot = Robot.armed(move(Held.of()))) {
      var seen = new AtomicReference<Refusal>();
      robot.gate.handler(
          ComponentPath.of("arm"),
          "options",
          options -> {
            seen.set(robot.refusal("move"));
            return HandlerResult.safe();
          });
      robot.safety.disarm(Robot.ID);

      assertThat(seen.get()).isEqualTo(new Refusal.Disarming("move"));
    }
  }

  @Test
  void disarmingEndsEveryCommandAndInvalidatesItsPermit() throws InterruptedException {
    var permit = new AtomicReference<Permit>();
    var held = Held.of();

    try (var robot =
        Robot.armed(
            move(context -> {
              permit.set(context.permit().orElseThrow());
              return held.execute(context);
            }))) {
      Execution execution = robot.execute("move");
      held.begun.await();
      robot.safety.disarm(Robot.ID);

      assertThat(Robot.outcome(execution)).isEqualTo(ended(SafetyState.DISARMING));
      assertThat(permit.get().isValid()).isFalse();
      assertThat(robot.told).contains("command.move.1 cancelled");
    }
  }

  @Test
  void anErrorEndsEveryCommandAsWell() throws InterruptedException {
    try (var robot = Robot.armed(move(Held.of()))) {
      Execution execution = robot.execute("move");
      robot.safety.transitionToError(Robot.ID, "a test");

      assertThat(Robot.outcome(execution)).isEqualTo(ended(SafetyState.ERROR));
    }
  }

  @Test
  void aHandlerThatSafetyEndedAndThatDoesNotReturnIsReported() throws InterruptedException {
    var held = Held.stubborn();

    try (var robot = Robot.armed(move(held))) {
      Execution execution = robot.execute("move");
      held.begun.await();
      robot.safety.disarm(Robot.ID);
      assertThat(execution.poll()).isPresent();
      robot.alarms.advance(GRACE);

      assertThat(robot.reported).containsExactly("'move' (1) 1000");
      held.release.countDown();
    }
  }

  @Test
  void aHandlerMayGoOnWhenSafetyLeavesArmed() throws Exception {
    var held = Held.of();
    var handler = new Aware(held, Conduct.CONTINUE);

    try (var robot = Robot.armed(move(handler))) {
      Execution execution = robot.execute("move");
      held.begun.await();
      robot.safety.disarm(Robot.ID);
      handler.asked.await();
      held.release.countDown();

      assertThat(Robot.outcome(execution)).isEqualTo(new CommandOutcome.Succeeded("move", "done"));
      assertThat(handler.states).containsExactly(SafetyState.DISARMING, SafetyState.DISARMED);
    }
  }

  @Test
  void aHandlerThatIsAskedAndWouldNotGoOnIsEnded() throws InterruptedException {
    var held = Held.of();

    try (var robot = Robot.armed(move(new Aware(held, Conduct.END)))) {
      Execution execution = robot.execute("move");
      robot.safety.transitionToError(Robot.ID, "a test");

      assertThat(Robot.outcome(execution)).isEqualTo(ended(SafetyState.ERROR));
    }
  }

  @Test
  void aHandlerThatDoesNotAnswerOrThrowsIsEnded() throws InterruptedException {
    var never = new CountDownLatch(1);
    var hangs = new Answering(() -> never.await());
    var throwing =
        new Answering(() -> {
          throw new IllegalStateException("no answer");
        });

    try (var robot = Robot.armed(move(hangs));
        var other = Robot.armed(move(throwing))) {
      Execution silent = robot.execute("move");
      Execution broken = other.execute("move");
      robot.safety.transitionToError(Robot.ID, "a test");
      other.safety.transitionToError(Robot.ID, "a test");
      assertThat(silent.poll()).isEmpty();
      robot.alarms.advance(GRACE);

      assertThat(Robot.outcome(silent)).isEqualTo(ended(SafetyState.ERROR));
      assertThat(Robot.outcome(broken)).isEqualTo(ended(SafetyState.ERROR));
      never.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHandlerThatFailsForWantOfArmingBeforeItsCommandHearsOfTheTripIsEndedBySafety(
      boolean isThrown) throws InterruptedException {
    var held = Held.of();

    try (var robot =
        Robot.armed(
            move(context -> {
              held.execute(context);
              if (isThrown) {
                context.permit().orElseThrow().require();
              }
              return CommandResult.error(
                  CommandError.of(CommandError.Code.SAFETY_DISARMED, "it is over", Map.of()));
            }))) {
      Execution execution = robot.execute("move");
      held.begun.await();
      robot.first =
          change -> {
            held.release.countDown();
            Robot.left(execution);
          };
      robot.safety.transitionToError(Robot.ID, "a test");

      assertThat(Robot.outcome(execution)).isEqualTo(ended(SafetyState.ERROR));
      assertThat(robot.events).last().extracting(Command.Event::status).isEqualTo(CANCELLED);
    }
  }

  @Test
  void aHandlerThatSaysSoOfAnArmedRobotHasFailed() throws InterruptedException {
    var error = CommandError.of(CommandError.Code.SAFETY_DISARMED, "another robot", Map.of());

    try (var robot = Robot.armed(move(_ -> CommandResult.error(error)))) {
      assertThat(Robot.outcome(robot.execute("move")))
          .isEqualTo(new CommandOutcome.Failed("move", error));
    }
  }

  @Test
  void anExecutionOfALaterArmingIsNotEndedByAnEarlierTrip() {
    var later = new AtomicReference<Execution>();

    try (var robot = Robot.armed(move(Held.of()))) {
      robot.first =
          change -> {
            if (change.to() == SafetyState.DISARMED && later.get() == null) {
              robot.safety.arm(Robot.ID);
              later.set(robot.execute("move"));
            }
          };
      robot.safety.disarm(Robot.ID);

      assertThat(robot.gate.state()).isEqualTo(SafetyState.ARMED);
      assertThat(later.get().poll()).isEmpty();
    }
  }

  @Test
  void anExecutionOfTheDisarmedRobotIsNotEndedByTheDisarmBeforeIt() {
    var later = new AtomicReference<Execution>();
    var check = CommandDefinition.of("check", Held.of()).allowedStates("disarmed").build();

    try (var robot = Robot.armed(check)) {
      robot.first =
          change -> {
            if (change.to() == SafetyState.DISARMED) {
              later.set(robot.execute("check"));
            }
          };
      robot.safety.disarm(Robot.ID);
      assertThat(later.get().poll()).isEmpty();
      robot.first = change -> {};
      robot.safety.arm(Robot.ID);
      robot.safety.disarm(Robot.ID);

      assertThat(later.get().poll()).isPresent();
    }
  }

  @Test
  void armingRunsTheCommandThatIsFlagged() {
    try (var robot = new Robot(CommandSet.builder().withArmAndDisarm().build())) {
      assertThat(robot.safety.arm(Robot.ID)).isInstanceOf(ArmResult.Armed.class);
      assertThat(robot.told).contains("command.arm.1 started", "command.arm.1 succeeded");
    }
  }

  @Test
  void onlyTheOperatorRunsWhatArmsAndDisarms() {
    try (var robot = new Robot(CommandSet.builder().withArmAndDisarm().build())) {
      assertThat(robot.refusal("arm")).isEqualTo(new Refusal.OperatorsOnly("arm", "Safety.arm"));
      assertThat(robot.refusal("disarm"))
          .isEqualTo(new Refusal.OperatorsOnly("disarm", "Safety.disarm"));
      assertThat(robot.gate.state()).isEqualTo(SafetyState.DISARMED);
    }
  }

  @Test
  void anArmCommandThatFailsLeavesTheRobotDisarmedAndItsErrorReachesTheCaller() {
    var up =
        CommandDefinition.of("up", context -> CommandResult.error("brake 2 is stuck"))
            .arms()
            .build();

    try (var robot = new Robot(CommandSet.builder().command(up).build())) {
      assertThat(robot.safety.arm(Robot.ID))
          .isEqualTo(new ArmResult.CommandFailed("command 'up' failed: brake 2 is stuck"));
      assertThat(robot.gate.state()).isEqualTo(SafetyState.DISARMED);
    }
  }

  @Test
  void disarmingRunsTheCommandThatIsFlaggedAndEndsTheOthers() throws InterruptedException {
    var held = Held.of();
    var set = CommandSet.builder().withArmAndDisarm().command(move(held)).build();

    try (var robot = Robot.armed(set)) {
      Execution execution = robot.execute("move");
      held.begun.await();

      assertThat(robot.safety.disarm(Robot.ID)).isInstanceOf(DisarmResult.Disarmed.class);
      assertThat(Robot.outcome(execution).status().name()).isEqualTo("CANCELLED");
      assertThat(robot.told).contains("command.disarm.3 succeeded");
      assertThat(robot.commands.operationalState()).isEqualTo("disarmed");
    }
  }

  @Test
  void aDisarmCommandIsHeldUpByNoHandlerThatDoesNotReturn() throws InterruptedException {
    var held = Held.stubborn();
    var set = CommandSet.builder().withArmAndDisarm().command(move(held)).build();

    try (var robot = Robot.armed(set)) {
      robot.execute("move");
      held.begun.await();

      assertThat(robot.safety.disarm(Robot.ID)).isInstanceOf(DisarmResult.Disarmed.class);
      held.release.countDown();
    }
  }

  @Test
  void whatDisarmsIsNeverRefusedForWantOfAPlace() throws InterruptedException {
    var held = Held.of();
    var down = CommandDefinition.of("down", new Disarm()).build();
    try (var robot = Robot.armed(down, CommandDefinition.of("move", held).build())) {
      robot.execute("move");
      held.begun.await();

      var result = robot.safety.disarm(Robot.ID);

      assertThat(result).isInstanceOf(DisarmResult.Disarmed.class);
      assertThat(robot.gate.state()).isEqualTo(SafetyState.DISARMED);
    }
  }

  @Test
  void whatDisarmsHoldsNoPlaceOfItsCategory() throws Exception {
    var held = Held.of();
    var down = CommandDefinition.of("down", held).disarms().build();
    try (var robot = Robot.armed(down, CommandDefinition.of("move", Held.of()).build())) {
      var disarming = Thread.ofPlatform().start(() -> robot.safety.disarm(Robot.ID));
      held.begun.await();

      var refusal = robot.commands.execute("move", Map.of());

      assertThat(refusal).isInstanceOf(Submission.Accepted.class);
      held.release.countDown();
      disarming.join();
    }
  }

  @Test
  void aDisarmCommandThatFailsPutsTheRobotInError() {
    var down =
        CommandDefinition.of("down", context -> CommandResult.error("cannot park"))
            .disarms()
            .build();

    try (var robot = Robot.armed(down)) {
      assertThat(robot.safety.disarm(Robot.ID))
          .isEqualTo(new DisarmResult.CommandFailed("command 'down' failed: cannot park"));
      assertThat(robot.gate.state()).isEqualTo(SafetyState.ERROR);
    }
  }

  @Test
  void aDisarmCommandIsPreemptedByNothingAndCancelledOnlyByItsId() throws Exception {
    var held = Held.of(CommandResult.error("released"));
    var down = CommandDefinition.of("down", held).disarms().category("safety").build();
    var set =
        CommandSet.builder()
            .category("safety", 1)
            .command(down)
            .command(CommandDefinition.of("move", Held.of()).cancels("*").build())
            .build();

    try (var robot = Robot.armed(set)) {
      var disarming = Thread.ofPlatform().start(() -> robot.safety.disarm(Robot.ID));
      held.begun.await();
      Execution execution = robot.commands.running().getFirst();
      Execution move = robot.execute("move");

      assertThat(execution.poll()).isEmpty();
      assertThat(robot.commands.cancel()).isEqualTo(new CancelResult.Cancelled(move.id()));
      assertThat(robot.commands.cancel()).isEqualTo(new CancelResult.NoExecution());
      held.release.countDown();
      disarming.join();
    }
  }

  @Test
  void eachArmingBeginsInTheInitialState() {
    var set =
        CommandSet.builder()
            .states("homing", "recording")
            .initialState("homing")
            .withArmAndDisarm()
            .command(
                CommandDefinition.of("record", new SetState("recording"))
                    .allowedStates("homing")
                    .build())
            .build();

    try (var robot = Robot.armed(set)) {
      assertThat(robot.commands.state()).isEqualTo("homing");
      Robot.left(robot.execute("record"));
      assertThat(robot.commands.state()).isEqualTo("recording");
      robot.safety.disarm(Robot.ID);
      robot.safety.arm(Robot.ID);

      assertThat(robot.commands.state()).isEqualTo("homing");
    }
  }

  @Test
  void onlyAFlaggedCommandHasALever() throws InterruptedException {
    try (var robot = Robot.armed(move(context -> CommandResult.ok(context.disarm())))) {
      CommandOutcome outcome = Robot.outcome(robot.execute("move"));

      assertThat(outcome).isInstanceOf(CommandOutcome.Crashed.class);
      assertThat(outcome.error().orElseThrow().message()).contains("this execution cannot disarm");
      assertThat(robot.gate.state()).isEqualTo(SafetyState.ARMED);
    }
  }

  @Test
  void armingWithARequiredArgumentIsRefusedAndSaysSo() {
    var up =
        CommandDefinition.of("up", new Arm())
            .argument(ArgumentDefinition.required("key", new ArgumentType.Text(), "whose"))
            .build();

    try (var robot = new Robot(CommandSet.builder().command(up).build())) {
      assertThat(robot.safety.arm(Robot.ID))
          .isEqualTo(
              new ArmResult.CommandFailed(
                  "command 'up': argument 'key': expected a text, was given nothing"));
    }
  }

  @Test
  void aRobotThatIsClosedArmsWithoutItsCommands() {
    var robot = new Robot(CommandSet.builder().withArmAndDisarm().build());
    robot.commands.close();

    assertThat(robot.safety.arm(Robot.ID)).isInstanceOf(ArmResult.Armed.class);
    assertThat(robot.commands.execute("move", Map.of())).isInstanceOf(Submission.Refused.class);
    robot.close();
  }

  /// Says what it is asked, and has one answer.
  private static final class Aware implements SafetyAwareHandler {
    private final List<SafetyState> states = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch asked = new CountDownLatch(2);
    private final Held held;
    private final Conduct conduct;

    Aware(Held held, Conduct conduct) {
      this.held = held;
      this.conduct = conduct;
    }

    @Override
    public CommandResult execute(CommandContext context) throws Exception {
      return held.execute(context);
    }

    @Override
    public Conduct handleSafetyChange(CommandContext context, Transition transition) {
      states.add(transition.to());
      asked.countDown();
      return conduct;
    }
  }

  @FunctionalInterface
  private interface Answer {
    void make() throws Exception;
  }

  private record Answering(Answer answer) implements SafetyAwareHandler {
    @Override
    public CommandResult execute(CommandContext context) throws Exception {
      return Held.of().execute(context);
    }

    @Override
    public Conduct handleSafetyChange(CommandContext context, Transition transition)
        throws Exception {
      answer.make();
      return Conduct.CONTINUE;
    }
  }
}
