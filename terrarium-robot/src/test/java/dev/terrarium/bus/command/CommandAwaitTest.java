package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Waiting for executions, by their handles and by their ids, before and after their ends.
class CommandAwaitTest {
  private static final CommandOutcome DONE = new CommandOutcome.Succeeded("move", "done");

  private final Held held = Held.of();

  private Robot robot() {
    return Robot.armed(CommandDefinition.of("move", held).build());
  }

  @Test
  void patienceThatEndsEndsNothing() throws InterruptedException {
    try (var robot = robot()) {
      Execution execution = robot.execute("move");

      assertThat(execution.await(Duration.ZERO))
          .isEqualTo(new Awaited.StillRunning(execution.id(), Duration.ZERO));
      assertThat(robot.commands.poll(execution.id()))
          .isEqualTo(new Awaited.StillRunning(execution.id(), Duration.ZERO));
      assertThat(execution.poll()).isEmpty();
      held.release.countDown();
      assertThat(execution.await(Robot.LONG)).isEqualTo(new Awaited.Over(DONE));
    }
  }

  @Test
  void pollingGivesNothingWhileTheCommandRuns() throws InterruptedException {
    try (var robot = robot()) {
      Execution execution = robot.execute("move");

      assertThat(execution.poll()).isEmpty();
      assertThat(robot.commands.poll(execution.id())).isInstanceOf(Awaited.StillRunning.class);
      held.release.countDown();
      Robot.outcome(execution);
      assertThat(execution.poll()).contains(DONE);
    }
  }

  @Test
  void whoHasTheHandleIsToldAsOftenAsHeAsks() throws InterruptedException {
    try (var robot = robot()) {
      Execution execution = robot.execute("move");
      held.release.countDown();

      assertThat(Robot.outcome(execution)).isEqualTo(DONE);
      assertThat(Robot.outcome(execution)).isEqualTo(DONE);
      assertThat(execution.poll()).contains(DONE);
      assertThat(execution.outcome().toCompletableFuture().join()).isEqualTo(DONE);
    }
  }

  @Test
  void everybodyWhoWaitsByTheIdIsTold() throws Exception {
    try (var robot = robot();
        var threads = Executors.newFixedThreadPool(2)) {
      Execution execution = robot.execute("move");
      Callable<Awaited> wait = () -> robot.commands.await(execution.id(), Robot.LONG);
      Future<Awaited> one = threads.submit(wait);
      assertThat(execution.await(Duration.ZERO)).isInstanceOf(Awaited.StillRunning.class);
      held.release.countDown();

      assertThat(one.get()).isEqualTo(new Awaited.Over(DONE));
    }
  }

  @Test
  void aResultIsKeptForOneWhoAsksLater() throws InterruptedException {
    try (var robot = robot()) {
      Execution execution = robot.execute("move");
      held.release.countDown();
      Robot.outcome(execution);

      assertThat(robot.commands.await(execution.id(), Duration.ZERO))
          .isEqualTo(new Awaited.Over(DONE));
      assertThat(robot.commands.await(execution.id(), Duration.ZERO))
          .isEqualTo(new Awaited.Gone(execution.id()));
    }
  }

  @Test
  void aResultIsKeptSixtySecondsAndSweptThirtySecondsLaterAtTheLatest()
      throws InterruptedException {
    try (var robot = robot()) {
      Execution execution = robot.execute("move");
      held.release.countDown();
      Robot.outcome(execution);
      robot.alarms.advance(Duration.ofSeconds(30));
      robot.alarms.advance(Duration.ofSeconds(30));
      assertThat(robot.alarms.waiting()).isEqualTo(1);
      robot.alarms.advance(Duration.ofSeconds(30));

      assertThat(robot.alarms.waiting()).isZero();
      assertThat(robot.commands.poll(execution.id())).isEqualTo(new Awaited.Gone(execution.id()));
    }
  }

  @Test
  void anIdThatNobodyHasIsGone() throws InterruptedException {
    try (var robot = robot()) {
      var id = new ExecutionId("77");

      assertThat(robot.commands.await(id, Robot.LONG)).isEqualTo(new Awaited.Gone(id));
      assertThat(robot.commands.poll(id)).isEqualTo(new Awaited.Gone(id));
      assertThat(robot.commands.cancel(id)).isEqualTo(new CancelResult.NoExecution());
    }
  }
}
