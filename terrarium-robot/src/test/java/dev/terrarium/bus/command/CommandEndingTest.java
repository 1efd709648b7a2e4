package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What ends an execution from outside, and what becomes of its place.
class CommandEndingTest {
  private static final Duration GRACE = CommandsOptions.standard().grace();

  private static CommandDefinition.Builder command(String name, CommandHandler handler) {
    return CommandDefinition.of(name, handler);
  }

  private static CommandOutcome cancelled(String name) {
    return new CommandOutcome.Ended(name, new Ending.Cancelled());
  }

  @Test
  void cancellingFreesWhoeverAwaitsAndInterruptsTheHandler() throws InterruptedException {
    var held = Held.of();

    try (var robot = Robot.armed(command("move", held).build())) {
      Execution execution = robot.execute("move");
      held.begun.await();

      assertThat(execution.cancel()).isEqualTo(new CancelResult.Cancelled(execution.id()));
      assertThat(Robot.outcome(execution)).isEqualTo(cancelled("move"));
      Robot.left(execution);
      assertThat(execution.cancel()).isEqualTo(new CancelResult.NoExecution());
      assertThat(robot.told)
          .containsExactly(
              "state_machine idle->executing",
              "command.move.1 started",
              "command.move.1 cancelled",
              "state_machine executing->idle");
    }
  }

  @Test
  void cancellingWithoutANameEndsTheMostRecent() throws InterruptedException {
    var set =
        CommandSet.builder()
            .category("default", 3)
            .command(command("move", Held.of()).build())
            .build();

    try (var robot = Robot.armed(set)) {
      assertThat(robot.commands.cancel()).isEqualTo(new CancelResult.NoExecution());
      Execution first = robot.execute("move");
      Execution second = robot.execute("move");

      assertThat(robot.commands.cancel()).isEqualTo(new CancelResult.Cancelled(second.id()));
      assertThat(Robot.outcome(second)).isEqualTo(cancelled("move"));
      assertThat(first.poll()).isEmpty();
      assertThat(robot.commands.cancel()).isEqualTo(new CancelResult.Cancelled(first.id()));
    }
  }

  @Test
  void cancellingTwiceDecidesOnce() throws InterruptedException {
    var held = Held.stubborn();

    try (var robot = Robot.armed(command("move", held).build())) {
      Execution execution = robot.execute("move");
      held.begun.await();
      execution.cancel();

      assertThat(execution.cancel()).isEqualTo(new CancelResult.AlreadyDecided(execution.id()));
      held.release.countDown();
      Robot.left(execution);
      assertThat(execution.poll()).contains(cancelled("move"));
    }
  }

  @Test
  void aCommandThatTakesTooLongIsEndedByItsOwnTimeout() throws InterruptedException {
    var held = Held.of();
    var limit = Duration.ofSeconds(3);

    try (var robot = Robot.armed(command("move", held).timeout(limit).build())) {
      Execution execution = robot.execute("move");
      robot.alarms.advance(limit.minusNanos(1));
      assertThat(execution.poll()).isEmpty();
      robot.alarms.advance(Duration.ofNanos(1));

      assertThat(Robot.outcome(execution))
          .isEqualTo(new CommandOutcome.Ended("move", new Ending.TimedOut(limit)));
      assertThat(robot.told).contains("command.move.1 failed");
    }
  }

  @Test
  void aTimeoutOfAnExecutionThatIsOverDoesNothing() throws InterruptedException {
    var definition =
        command("move", context -> CommandResult.ok()).timeout(Duration.ofSeconds(3)).build();

    try (var robot = Robot.armed(definition)) {
      Execution execution = robot.execute("move");
      Robot.left(execution);
      robot.alarms.advance(Duration.ofSeconds(5));

      assertThat(Robot.outcome(execution)).isEqualTo(new CommandOutcome.Succeeded("move", null));
    }
  }

  @Test
  void aCommandPreemptsThoseOfTheCategoriesItNamesBeforeItLooksForAPlace()
      throws InterruptedException {
    var held = Held.of();
    var set =
        CommandSet.builder()
            .category("motion", 1)
            .category("lights", 1)
            .command(command("move", held).category("motion").build())
            .command(command("blink", Held.of()).category("lights").build())
            .command(
                command("stop", context -> CommandResult.ok("stopped"))
                    .category("motion")
                    .cancels("motion")
                    .build())
            .build();

    try (var robot = Robot.armed(set)) {
      Execution move = robot.execute("move");
      Execution blink = robot.execute("blink");
      held.begun.await();
      Execution stop = robot.execute("stop");

      assertThat(Robot.outcome(move))
          .isEqualTo(new CommandOutcome.Ended("move", new Ending.Preempted("stop", stop.id())));
      assertThat(Robot.outcome(stop)).isEqualTo(new CommandOutcome.Succeeded("stop", "stopped"));
      assertThat(blink.poll()).isEmpty();
    }
  }

  @Test
  void aPreemptedCommandPublishesItsEndAsCancelled() throws InterruptedException {
    var held = Held.of();
    var set =
        CommandSet.builder()
            .command(command("move", held).build())
            .command(command("stop", Held.of()).cancels("*").build())
            .build();

    try (var robot = Robot.armed(set)) {
      robot.execute("move");
      held.begun.await();
      robot.execute("stop");

      assertThat(robot.told)
          .startsWith(
              "state_machine idle->executing",
              "command.move.1 started",
              "command.move.1 cancelled",
              "command.stop.2 started");
      assertThat(robot.events.get(1).data().get("reason").toString())
          .contains("cancelled", "preempted by 'stop' (2)");
    }
  }

  @Test
  void whatIsPreemptedIsEndedEvenIfThereIsNoPlaceThen() throws InterruptedException {
    var set =
        CommandSet.builder()
            .category("motion", 1)
            .command(command("move", Held.of()).category("motion").build())
            .command(command("wait", Held.of()).build())
            .command(command("swap", Held.of()).cancels("motion").build())
            .build();

    try (var robot = Robot.armed(set)) {
      Execution move = robot.execute("move");
      robot.execute("wait");

      assertThat(robot.refusal("swap")).isInstanceOf(Refusal.CategoryFull.class);
      assertThat(Robot.outcome(move)).isInstanceOf(CommandOutcome.Ended.class);
    }
  }

  @Test
  void whatFollowsAPreemptedHandlerBeginsWhenThatHasReturned() throws InterruptedException {
    var held = Held.stubborn();
    var begun = new CountDownLatch(1);
    var set =
        CommandSet.builder()
            .command(command("move", held).build())
            .command(
                command(
                        "stop",
                        context -> {
                          begun.countDown();
                          return CommandResult.ok();
                        })
                    .cancels("default")
                    .build())
            .build();

    try (var robot = Robot.armed(set)) {
      Execution move = robot.execute("move");
      held.begun.await();
      Execution stop = robot.execute("stop");
      assertThat(move.poll()).isPresent();
      assertThat(begun.getCount()).isEqualTo(1);
      held.release.countDown();

      assertThat(Robot.outcome(stop)).isEqualTo(new CommandOutcome.Succeeded("stop", null));
    }
  }

  @Test
  void aHandlerThatDoesNotReturnIsNamedAndCountedAndKeepsItsPlace() throws InterruptedException {
    var held = Held.stubborn();

    try (var robot = Robot.armed(command("move", held).build())) {
      Execution move = robot.execute("move");
      held.begun.await();
      move.cancel();
      robot.alarms.advance(GRACE);

      assertThat(robot.refusal("move"))
          .isEqualTo(new Refusal.CategoryFull("move", "default", 1, 1, List.of("'move' (1)")));
      assertThat(robot.commands.counts().overdue()).isEqualTo(1);
      assertThat(robot.commands.unfinished()).extracting(Execution::id).containsExactly(move.id());
      assertThat(robot.commands.state()).isEqualTo("executing");
      held.release.countDown();
      Robot.left(move);
      assertThat(robot.commands.unfinished()).isEmpty();
      assertThat(robot.commands.execute("move", java.util.Map.of()))
          .isInstanceOf(Submission.Accepted.class);
    }
  }

  @Test
  void whatWaitsForAHandlerThatDoesNotReturnFailsAndSaysForWhat() throws InterruptedException {
    var held = Held.stubborn();
    var set =
        CommandSet.builder()
            .command(command("move", held).build())
            .command(command("stop", Held.of()).cancels("default").build())
            .build();

    try (var robot = Robot.armed(set)) {
      robot.execute("move");
      held.begun.await();
      Execution stop = robot.execute("stop");
      robot.alarms.advance(GRACE);

      assertThat(Robot.outcome(stop))
          .isEqualTo(new CommandOutcome.NotBegun("stop", List.of("'move' (1)")));
      held.release.countDown();
    }
  }

  @Test
  void whatIsCancelledWhileItWaitsForItsPlaceNeverBegins() throws InterruptedException {
    var held = Held.stubborn();
    var second = Held.of();
    var set =
        CommandSet.builder()
            .command(command("move", held).build())
            .command(command("stop", second).cancels("default").build())
            .build();

    try (var robot = Robot.armed(set)) {
      robot.execute("move");
      held.begun.await();
      Execution stop = robot.execute("stop");
      stop.cancel();

      Robot.left(stop);
      assertThat(stop.poll()).contains(cancelled("stop"));
      assertThat(second.begun.getCount()).isEqualTo(1);
      held.release.countDown();
    }
  }

  @Test
  void anExecutionThatWasEndedMakesRoomForTheNextWithoutARefusal() throws InterruptedException {
    var held = Held.of();

    try (var robot = Robot.armed(command("move", held).build())) {
      for (int i = 0; i < 50; i++) {
        Execution execution = robot.execute("move");
        execution.cancel();
        assertThat(Robot.outcome(execution)).isEqualTo(cancelled("move"));
      }
    }
  }

  @Test
  void aHandlerThatConcludesIsAskedForTheResultOfItsEnding() throws InterruptedException {
    var held = Held.of();

    try (var robot = Robot.armed(command("move", new Concluding(held, false)).build())) {
      Execution execution = robot.execute("move");
      held.begun.await();
      execution.cancel();

      assertThat(Robot.outcome(execution))
          .isEqualTo(new CommandOutcome.Succeeded("move", "halfway: cancelled"));
      Robot.left(execution);
      assertThat(robot.told).contains("command.move.1 succeeded");
    }
  }

  @Test
  void aResultThatCannotBeMadeIsTold() throws InterruptedException {
    var held = Held.of();

    try (var robot = Robot.armed(command("move", new Concluding(held, true)).build())) {
      Execution execution = robot.execute("move");
      held.begun.await();
      execution.cancel();

      assertThat(Robot.outcome(execution)).isInstanceOf(CommandOutcome.ResultFailed.class);
    }
  }

  @Test
  void aHandlerThatWouldConcludeAndDoesNotReturnIsNotWaitedFor() throws InterruptedException {
    var held = Held.stubborn();

    try (var robot = Robot.armed(command("move", new Concluding(held, false)).build())) {
      Execution execution = robot.execute("move");
      held.begun.await();
      execution.cancel();
      assertThat(execution.poll()).isEmpty();
      robot.alarms.advance(GRACE);

      assertThat(Robot.outcome(execution)).isEqualTo(cancelled("move"));
      held.release.countDown();
      Robot.left(execution);
      assertThat(robot.events).hasSize(2);
    }
  }

  @Test
  void closingEndsEverythingAndTakesNothingMore() throws InterruptedException {
    var held = Held.of();
    var robot = Robot.armed(command("move", held).build());
    Execution execution = robot.execute("move");
    held.begun.await();

    robot.commands.close();

    assertThat(execution.poll()).contains(new CommandOutcome.Ended("move", new Ending.Closed()));
    assertThat(robot.refusal("move")).isEqualTo(new Refusal.Closed("move"));
    robot.close();
  }

  private record Concluding(Held held, boolean isBroken) implements ConcludingHandler {
    @Override
    public CommandResult execute(CommandContext context) throws Exception {
      return held.execute(context);
    }

    @Override
    public CommandResult conclude(CommandContext context, Ending ending) {
      if (isBroken) {
        throw new IllegalStateException("no idea");
      }
      return CommandResult.ok("halfway: " + ending.description());
    }
  }
}
