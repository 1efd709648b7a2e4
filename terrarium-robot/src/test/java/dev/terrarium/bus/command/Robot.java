package dev.terrarium.bus.command;

import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// A robot with commands, a clock that stands still, and a list of what was published.
final class Robot implements AutoCloseable {
  static final RobotId ID = new RobotId("arm");

  /// Longer than any test needs.
  static final Duration LONG = Duration.ofMinutes(2);

  final Safety safety = Safety.open();
  final Gate gate = safety.register(ID, GateOptions.defaults());
  final FakeAlarms alarms = new FakeAlarms();
  final List<String> told = new CopyOnWriteArrayList<>();
  final List<Command.Event> events = new CopyOnWriteArrayList<>();
  final List<String> reported = new CopyOnWriteArrayList<>();
  final Commands commands;

  /// Hears of changes of safety before the commands do.
  volatile SafetyListener first = change -> {};

  Robot(CommandSet set) {
    this(set, CommandsOptions.standard());
  }

  private Robot(CommandSet set, CommandsOptions options) {
    gate.listen(change -> first.changed(change));
    var limits =
        new CommandsOptions(
            options.grace(),
            options.resultsKept(),
            options.sweepEvery(),
            options.routeSlack(),
            alarms::now);
    var around =
        new Engine.Surroundings(
            limits,
            alarms,
            new CommandEvents(this::publish, Runnable::run),
            (order, grace) -> reported.add(order.named() + " " + grace.toMillis()));
    commands =
        new Commands(
            set,
            gate,
            around,
            new Commands.Teardown(new Direct(), new OptionReader(Optional.empty())));
    commands.route(safety, options.routeSlack());
  }

  /// One with these commands, and armed.
  static Robot armed(CommandDefinition... definitions) {
    var set = CommandSet.builder();
    List.of(definitions).forEach(set::command);
    return armed(set.build());
  }

  static Robot armed(CommandSet set) {
    var robot = new Robot(set);
    robot.safety.arm(ID);
    robot.told.clear();
    robot.events.clear();
    return robot;
  }

  Execution execute(String name) {
    return execute(name, Map.of());
  }

  Execution execute(String name, Map<String, Object> goal) {
    return commands.execute(name, goal).orThrow();
  }

  Refusal refusal(String name) {
    return ((Submission.Refused) commands.execute(name, Map.of())).refusal();
  }

  static CommandOutcome outcome(Execution execution) throws InterruptedException {
    return execution.await(LONG).ifOver().orElseThrow();
  }

  /// Waits until the thread has left.
  static void left(Execution execution) {
    execution.ended().toCompletableFuture().join();
  }

  private void publish(TopicPath path, Payload payload) {
    switch (payload) {
      case Command.Event event -> {
        told.add(path + " " + event.status().name().toLowerCase(java.util.Locale.ROOT));
        events.add(event);
      }
      case StateMachine.Transition change ->
          told.add(path + " " + change.from() + "->" + change.to());
      default -> throw new AssertionError(payload);
    }
  }

  @Override
  public void close() {
    commands.running().forEach(Execution::cancel);
    safety.close();
  }

  /// Nothing is run by it; the events go their own way.
  private static final class Direct extends AbstractExecutorService implements ExecutorService {
    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
