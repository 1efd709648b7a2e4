package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.Command.Status;
import dev.terrarium.safety.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Two things that would decide one execution at the same time: one of them does.

class CommandRacesTest {
  private static final int ROUNDS = Boolean.getBoolean("terrarium.test.full") ? 10_000 : 1_000;

  private final Random random = new Random(20_260);

  @Test
  void ofTwoWhoWantOnePlaceOneGetsIt() throws Exception {
    var held = Held.of();

    try (var robot = Robot.armed(CommandDefinition.of("move", held).build())) {
      for (int round = 0; round < ROUNDS; round++) {
        var accepted = new AtomicInteger();
        Runnable submit =
            () -> {
              if (robot.commands.execute("move", Map.of()) instanceof Submission.Accepted) {
                accepted.incrementAndGet();
              }
            };
        together(submit, submit);

        assertThat(accepted).hasValue(1);
        robot.commands.cancel();
      }
    }
  }

  @Test
  void aCancellationAndAnEndAtTheSameTimeMakeOneOutcome() throws Exception {
    race(robot -> robot.commands.cancel());
  }

  @Test
  void aDisarmAndAnEndAtTheSameTimeMakeOneOutcome() throws Exception {
    race(robot -> {
      robot.safety.disarm(Robot.ID);
      robot.safety.arm(Robot.ID);
    });
  }

  /// Lets a command end by itself and from outside at once, again and again.
  private void race(Consumer<Robot> ender) throws Exception {
    var holds = new ArrayList<Held>();
    CommandHandler handler = context -> holds.getLast().execute(context);

    try (var robot = Robot.armed(CommandDefinition.of("move", handler).build())) {
      for (int round = 0; round < ROUNDS; round++) {
        var held = Held.of();
        holds.add(held);
        var execution = robot.execute("move");
        held.begun.await();
        together(held.release::countDown, () -> ender.accept(robot));

        CommandOutcome outcome = Robot.outcome(execution);
        Robot.left(execution);
        assertThat(execution.poll()).containsSame(outcome);
        assertThat(outcome)
            .isInstanceOfAny(CommandOutcome.Succeeded.class, CommandOutcome.Ended.class);
        assertThat(terminal(robot.events)).containsExactly(outcome.status());
        assertThat(robot.commands.operationalState()).isEqualTo("idle");
        robot.events.clear();
      }
      CommandCounts counts = robot.commands.counts();
      assertThat(counts.started()).isEqualTo(ROUNDS);
      assertThat(counts.succeeded() + counts.cancelled()).isEqualTo(ROUNDS);
      assertThat(robot.commands.unfinished()).isEmpty();
    }
  }

  @Test
  void noExecutionIsAcceptedWithAPermitThatWasOverBefore() throws Exception {
    CommandHandler handler =
        context -> {
          context.token().await(Robot.LONG);
          return CommandResult.ok();
        };
    try (var robot = Robot.armed(CommandDefinition.of("move", handler).build())) {
      for (int round = 0; round < ROUNDS; round++) {
        var accepted = new ArrayList<Submission>();
        together(
            () -> accepted.add(robot.commands.execute("move", Map.of())),
            () -> robot.safety.disarm(Robot.ID));

        // Whichever came first: nothing is left running on a robot that is not armed.
        assertThat(robot.commands.running()).isEmpty();
        assertThat(robot.gate.permit().map(Permit::isValid)).isEmpty();
        if (accepted.getFirst() instanceof Submission.Accepted(var execution)) {
          assertThat(Robot.outcome(execution)).isInstanceOf(CommandOutcome.Ended.class);
          Robot.left(execution);
        }
        robot.safety.arm(Robot.ID);
      }
    }
  }

  private static List<Status> terminal(List<Command.Event> events) {
    return events.stream()
        .map(Command.Event::status)
        .filter(status -> status != Status.STARTED)
        .toList();
  }

  /// Runs both at the same time, one of them a seeded moment later.
  private void together(Runnable one, Runnable other) throws Exception {
    var start = new CyclicBarrier(2);
    int head = random.nextInt(2_000);
    boolean isFirst = random.nextBoolean();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              begin(start, isFirst ? head : 0);
              one.run();
            });
    begin(start, isFirst ? 0 : head);
    other.run();
    thread.join();
  }

  private static void begin(CyclicBarrier start, int spins) {
    try {
      start.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }
}
