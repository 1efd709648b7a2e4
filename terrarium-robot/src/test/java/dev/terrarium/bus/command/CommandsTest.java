package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is accepted, in which order it is tested, and what is told.
class CommandsTest {
  private static CommandDefinition move(CommandHandler handler) {
    return CommandDefinition.of("move", handler).build();
  }

  @Test
  void saysThatTheNameOrTheGoalIsMissing() {
    try (var robot = Robot.armed(CommandDefinition.of("move", Held.of()).build())) {
      assertThatNullPointerException()
          .isThrownBy(() -> robot.commands.execute(null, Map.of()))
          .withMessage("execute is given the name of a command, not null");
      assertThatNullPointerException()
          .isThrownBy(() -> robot.commands.execute("move", null))
          .withMessage("execute is given a goal, which may be an empty map, not null");
      assertThatNullPointerException()
          .isThrownBy(() -> new ExecutionId(null))
          .withMessage("an execution has an id, not null");
    }
  }

  @Test
  void refusesACommandThatIsUnknownAndNamesThoseThereAre() {
    try (var robot = Robot.armed(move(Held.of()))) {
      assertThat(robot.refusal("mvoe"))
          .isEqualTo(new Refusal.UnknownCommand("mvoe", List.of("move")));
    }
  }

  @Test
  void readsTheGoalBeforeItAsksWhetherTheCommandIsAllowed() {
    var argument = ArgumentDefinition.required("x", new ArgumentType.Real(), "metres");
    var set =
        CommandSet.builder()
            .command(CommandDefinition.of("move", Held.of()).argument(argument).build())
            .build();

    try (var robot = new Robot(set)) {
      assertThat(robot.refusal("move")).isInstanceOf(Refusal.InvalidArguments.class);
      assertThat(robot.commands.execute("move", Map.of("x", 1)))
          .isEqualTo(
              new Submission.Refused(new Refusal.NotAllowed("move", "disarmed", List.of("idle"))));
    }
  }

  @Test
  void runsWhatIsAllowedWhileDisarmedWithoutAPermit() throws InterruptedException {
    var set =
        CommandSet.builder()
            .command(
                CommandDefinition.of(
                        "check", context -> CommandResult.ok(context.permit().isPresent()))
                    .allowedStates("disarmed")
                    .build())
            .build();

    try (var robot = new Robot(set)) {
      assertThat(Robot.outcome(robot.execute("check")))
          .isEqualTo(new CommandOutcome.Succeeded("check", false));
    }
  }

  @Test
  void givesTheHandlerTheGoalAndThePermitOfTheArming() throws InterruptedException {
    var argument = ArgumentDefinition.required("x", new ArgumentType.Real(), "metres");
    var definition =
        CommandDefinition.of(
                "move",
                context ->
                    CommandResult.ok(
                        context.goal().real("x") + " " + context.permit().orElseThrow().isValid()))
            .argument(argument)
            .build();

    try (var robot = Robot.armed(definition)) {
      assertThat(Robot.outcome(robot.execute("move", Map.of("x", "0.5"))))
          .isEqualTo(new CommandOutcome.Succeeded("move", "0.5 true"));
    }
  }

  @Test
  void aCategoryTakesAsManyAsItsLimitAllows() {
    var hand = Held.of();
    var set =
        CommandSet.builder()
            .category("lights", 2)
            .command(CommandDefinition.of("blink", hand).category("lights").build())
            .command(move(Held.of()))
            .build();

    try (var robot = Robot.armed(set)) {
      robot.execute("blink");
      robot.execute("blink");
      robot.execute("move");

      assertThat(robot.refusal("blink"))
          .isEqualTo(new Refusal.CategoryFull("blink", "lights", 2, 2, List.of()));
      assertThat(robot.refusal("move"))
          .isEqualTo(new Refusal.CategoryFull("move", "default", 1, 1, List.of()));
      assertThat(robot.commands.counts().refused()).isEqualTo(2);
    }
  }

  @Test
  void tellsOfTheFirstFromIdleAndOfTheLastEndAndOfEachExecution() throws InterruptedException {
    var held = Held.of();

    try (var robot = Robot.armed(move(held))) {
      Execution execution = robot.execute("move");
      assertThat(robot.commands.state()).isEqualTo("executing");
      assertThat(robot.commands.operationalState()).isEqualTo("idle");
      held.release.countDown();
      Robot.outcome(execution);
      Robot.left(execution);

      assertThat(robot.told)
          .containsExactly(
              "state_machine idle->executing",
              "command.move.1 started",
              "command.move.1 succeeded",
              "state_machine executing->idle");
      assertThat(robot.commands.state()).isEqualTo("idle");
    }
  }

  @Test
  void eventsCarryTheGoalTheResultOrTheReason() throws InterruptedException {
    var definition =
        CommandDefinition.of(
                "move",
                context ->
                    context.goal().flag("well")
                        ? CommandResult.ok(List.of(1, 2))
                        : CommandResult.error("no way"))
            .argument(ArgumentDefinition.required("well", new ArgumentType.Flag(), "how it ends"))
            .build();

    try (var robot = Robot.armed(definition)) {
      Execution well = robot.execute("move", Map.of("well", true));
      Robot.outcome(well);
      Robot.left(well);
      Execution ill = robot.execute("move", Map.of("well", false));
      Robot.outcome(ill);
      Robot.left(ill);

      assertThat(robot.events.get(0).data()).isEqualTo(Map.of("goal", Map.of("well", true)));
      assertThat(robot.events.get(1).data()).isEqualTo(Map.of("result", List.of(1L, 2L)));
      assertThat(robot.events.get(3).data())
          .isEqualTo(
              Map.of(
                  "reason",
                  Map.of("code", "command_failed", "message", "command 'move' failed: no way")));
    }
  }

  @Test
  void aNextStateStaysUntilAnotherAndWithoutOneTheStateStays() throws InterruptedException {
    var set =
        CommandSet.builder()
            .states("recording")
            .command(CommandDefinition.of("record", new SetState("recording")).build())
            .command(
                CommandDefinition.of("note", context -> CommandResult.ok())
                    .allowedStates("recording")
                    .build())
            .build();

    try (var robot = Robot.armed(set)) {
      Robot.left(robot.execute("record"));
      assertThat(robot.commands.state()).isEqualTo("recording");
      assertThat(robot.refusal("record"))
          .isEqualTo(new Refusal.NotAllowed("record", "recording", List.of("idle")));
      robot.told.clear();
      Robot.left(robot.execute("note"));

      assertThat(robot.commands.state()).isEqualTo("recording");
      assertThat(robot.told).containsExactly("command.note.2 started", "command.note.2 succeeded");
    }
  }

  @Test
  void aNextStateThatIsNotDeclaredFailsTheCommandAndTheStateStays() throws InterruptedException {
    try (var robot = Robot.armed(move(context -> CommandResult.ok().next("flying")))) {
      Execution execution = robot.execute("move");

      assertThat(Robot.outcome(execution))
          .isEqualTo(new CommandOutcome.InvalidState("move", "flying", List.of("idle")));
      Robot.left(execution);
      assertThat(robot.commands.operationalState()).isEqualTo("idle");
    }
  }

  @Test
  void theRobotIsInTheInitialStateFromTheStart() {
    var homing = CommandSet.builder().states("homing").initialState("homing").build();

    try (var usual = new Robot(CommandSet.builder().build());
        var other = new Robot(homing)) {
      assertThat(usual.commands.operationalState()).isEqualTo("idle");
      assertThat(other.commands.operationalState()).isEqualTo("homing");
    }
  }

  @Test
  void theBuiltInDisarmLeavesTheOperationalStateDisarmed() {
    try (var robot = Robot.armed(CommandSet.builder().withArmAndDisarm().build())) {
      robot.safety.disarm(Robot.ID);

      assertThat(robot.commands.operationalState()).isEqualTo("disarmed");
    }
  }

  @Test
  void onlyALiveExecutionMovesTheOperationalStateAndOnlyToADeclaredOne() {
    var held = Held.of();
    var set = CommandSet.builder().states("homing").command(move(held)).build();

    try (var robot = Robot.armed(set)) {
      Execution execution = robot.execute("move");
      robot.told.clear();

      assertThat(robot.commands.transitionOperationalState(execution.id(), "flying"))
          .isEqualTo(new StateChange.Invalid("flying", List.of("idle", "homing")));
      assertThat(robot.commands.transitionOperationalState(execution.id(), "homing"))
          .isEqualTo(new StateChange.Changed("homing"));
      assertThat(robot.told).containsExactly("state_machine executing->homing");
      held.release.countDown();
      Robot.left(execution);
      assertThat(robot.commands.transitionOperationalState(execution.id(), "idle"))
          .isEqualTo(new StateChange.NotExecuting(execution.id()));
    }
  }

  @Test
  void aHandlerMovesTheOperationalStateByItsContext() {
    var set =
        CommandSet.builder()
            .states("homing")
            .command(
                move(context -> {
                  context.transition("homing");
                  return CommandResult.ok();
                }))
            .build();

    try (var robot = Robot.armed(set)) {
      Robot.left(robot.execute("move"));

      assertThat(robot.commands.operationalState()).isEqualTo("homing");
    }
  }

  @Test
  void aHandlerThatThrowsEndsItsExecutionAloneAsCrashed() throws InterruptedException {
    var thrown = new IllegalStateException("motor 3 is gone");
    CommandHandler handler =
        context -> {
          throw thrown;
        };

    try (var robot = Robot.armed(move(handler))) {
      Execution execution = robot.execute("move");

      assertThat(Robot.outcome(execution)).isEqualTo(new CommandOutcome.Crashed("move", thrown));
      Robot.left(execution);
      assertThat(robot.told).contains("command.move.1 failed");
      assertThat(robot.execute("move").id()).isEqualTo(new ExecutionId("2"));
    }
  }

  @Test
  void aHandlerThatEndsItsThreadByAnErrorIsCrashedAsWell() throws InterruptedException {
    CommandHandler handler =
        context -> {
          throw new StackOverflowError();
        };

    try (var robot = Robot.armed(move(handler))) {
      assertThat(Robot.outcome(robot.execute("move"))).isInstanceOf(CommandOutcome.Crashed.class);
    }
  }

  @Test
  void aRefusedCommandTellsNothingAndIsThrownWithItsReasonWhereThatIsWanted() {
    try (var robot = Robot.armed(move(Held.of()))) {
      robot.execute("move");
      robot.told.clear();

      assertThatThrownBy(() -> robot.execute("move"))
          .isInstanceOf(CommandRefusedException.class)
          .hasMessage(
              "command 'move' was refused: category 'default' has 1 of at most 1 executions; declare it"
                  + " with another category, or that one with a higher limit");
      assertThat(robot.told).isEmpty();
    }
  }

  @Test
  void aHandlerExecutesOtherCommandsAndAwaitsThem() throws InterruptedException {
    var robot = new java.util.concurrent.atomic.AtomicReference<Robot>();
    var set =
        CommandSet.builder()
            .category("parts", 1)
            .command(
                CommandDefinition.of("part", context -> CommandResult.ok("half"))
                    .category("parts")
                    .build())
            .command(move(context -> CommandResult.ok(Robot.outcome(robot.get().execute("part")))))
            .build();

    try (var armed = Robot.armed(set)) {
      robot.set(armed);

      assertThat(Robot.outcome(armed.execute("move")))
          .isEqualTo(
              new CommandOutcome.Succeeded("move", new CommandOutcome.Succeeded("part", "half")));
    }
  }
}
