package dev.terrarium.bus.command;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.command.CommandDefinition.Role;
import dev.terrarium.bus.parameter.Parameters;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Fault;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Registration;
import dev.terrarium.safety.RouteResult;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// The commands of one robot, to be executed.
///
/// Each execution has a thread of its own, and its events on `command.<name>.<execution id>`:
/// started, then exactly one of succeeded, failed and cancelled. Changes of what [#state] shows
/// while the robot is armed are on `state_machine`, where those of safety are as well.
///
/// All methods may be called on any thread, those of handlers included; none waits for a handler,
/// but for [#await] and [#close].
public final class Commands implements AutoCloseable {
  private static final Duration FOR_EVER = Duration.ofDays(365_000);

  private final CommandSet set;
  private final Gate gate;
  private final Engine engine;
  private final Alarms alarms;
  private final ExecutorService events;
  private final OptionReader options;
  private final List<Registration> registrations = new ArrayList<>();

  Commands(CommandSet set, Gate gate, Engine.Surroundings around, Teardown teardown) {
    this.set = set;
    this.gate = gate;
    this.engine = new Engine(set, gate, around);
    this.alarms = around.alarms();
    this.events = teardown.events();
    this.options = teardown.options();
    Duration grace = around.options().grace();
    registrations.add(gate.listen(new SafetyWatch(engine, alarms, grace)));
    engine.open();
  }

  /// What the commands use beside the engine.
  ///
  /// @param events publishes, and ends with the commands
  record Teardown(ExecutorService events, OptionReader options) {}

  /// Opens the commands of a robot whose definitions refer to no parameter.
  public static Commands open(CommandSet set, Safety safety, Gate gate, Bus bus) {
    return open(set, safety, gate, bus, Optional.empty(), CommandsOptions.standard());
  }

  /// Opens the commands of a robot: its threads for time and for events, and the ways by which
  /// `Safety.arm` and `Safety.disarm` go if the set has commands for them.
  ///
  /// @param safety what the gate belongs to; no handler gets it
  /// @param parameters those that the definitions' options may refer to
  /// @throws IllegalArgumentException if an option refers to a parameter that there is not
  public static Commands open(
      CommandSet set,
      Safety safety,
      Gate gate,
      Bus bus,
      Optional<Parameters> parameters,
      CommandsOptions options) {
    var reader = new OptionReader(parameters);
    reader.check(set);
    ExecutorService publishing = EventThread.open("terrarium-commands-events-" + gate.robot());
    var around =
        new Engine.Surroundings(
            options,
            Alarms.open("terrarium-commands-timer-" + gate.robot()),
            new CommandEvents(bus::publish, publishing),
            (order, grace) ->
                publishing.execute(() ->
                    safety.reportError(
                        gate.robot(),
                        ComponentPath.of("command." + order.command().name()),
                        new Fault.Timeout("the handler of command " + order.named(), grace))));
    var commands = new Commands(set, gate, around, new Teardown(publishing, reader));
    commands.route(safety, options.routeSlack());
    return commands;
  }

  void route(Safety safety, Duration slack) {
    set.find(Role.ARMS)
        .map(command -> new Route(this, command, slack))
        .ifPresent(route ->
            registrations.add(
                safety.routeArming(gate.robot(), lever -> route.run(Lever.ofArm(lever)))));
    set.find(Role.DISARMS)
        .map(command -> new Route(this, command, slack))
        .ifPresent(route ->
            registrations.add(
                safety.routeDisarming(gate.robot(), lever -> route.run(Lever.ofDisarm(lever)))));
  }

  /// Returns how long `Safety.arm` and `Safety.disarm` wait for a command of theirs.
  static Duration patience(CommandDefinition command, Duration slack) {
    return command
        .timeout()
        .filter(limit -> limit.compareTo(FOR_EVER) < 0)
        .map(slack::plus)
        .orElse(FOR_EVER);
  }

  /// Executes a command, or says why not.
  ///
  /// In this order: the command must be known; the goal is completed and must fit; safety and the
  /// operational state must allow it; executions in the categories that it cancels are ended; then
  /// there must be a place in its own category. So what it preempts has ended even if it finds no
  /// place. Its handler is called when the threads of what was ended before it have left theirs.
  ///
  /// @param goal by the arguments' names; texts may stand for numbers, words and truth values
  public Submission execute(String name, Map<String, ? extends @Nullable Object> goal) {
    Objects.requireNonNull(name, "execute is given the name of a command, not null");
    Objects.requireNonNull(goal, "execute is given a goal, which may be an empty map, not null");
    Optional<CommandDefinition> command = set.find(name);
    if (command.isEmpty()) {
      return new Submission.Refused(new Refusal.UnknownCommand(name, set.names()));
    }
    return switch (command.get().role()) {
      case NONE -> submit(command.get(), goal, Lever.NONE);
      case ARMS -> new Submission.Refused(new Refusal.OperatorsOnly(name, "Safety.arm"));
      case DISARMS -> new Submission.Refused(new Refusal.OperatorsOnly(name, "Safety.disarm"));
    };
  }

  Submission submit(
      CommandDefinition command, Map<String, ? extends @Nullable Object> given, Lever lever) {
    var reader = new GoalReader(command.arguments());
    Goal goal = reader.read(given);
    return reader.faults().isEmpty()
        ? engine.submit(command, goal, options.read(command), lever)
        : new Submission.Refused(new Refusal.InvalidArguments(command.name(), reader.faults()));
  }

  /// Waits for an execution that is known by its id.
  ///
  /// Whoever waits when it ends gets the outcome. After that it is kept for 60 s (see
  /// [CommandsOptions]) for one who asks, and given once.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted; the command goes on
  public Awaited await(ExecutionId id, Duration atMost) throws InterruptedException {
    return engine.await(id, atMost);
  }

  /// Returns how an execution stands, and never waits; an outcome is given as by [#await].
  public Awaited poll(ExecutionId id) {
    return engine.poll(id);
  }

  /// Ends an execution.
  public CancelResult cancel(ExecutionId id) {
    return engine.cancel(id);
  }

  /// Ends the execution that began last; never one that disarms.
  public CancelResult cancel() {
    return engine.cancelLatest();
  }

  /// Puts the robot into another operational state, for an execution that goes on.
  public StateChange transitionOperationalState(ExecutionId id, String state) {
    return engine.transition(id, state);
  }

  /// Returns what the robot is at: the state of safety unless it is armed; then the operational
  /// state, where `idle` reads `executing` while a command runs. Takes no lock.
  public String state() {
    SafetyState safety = gate.state();
    return safety == SafetyState.ARMED ? engine.operation().shown() : safety.id();
  }

  /// Returns the operational state as it is, whatever safety says and whatever runs. Takes no lock.
  public String operationalState() {
    return engine.operation().raw();
  }

  /// Returns what can be executed.
  public CommandSet set() {
    return set;
  }

  /// Returns the executions that have no outcome, the oldest first.
  public List<Execution> running() {
    return engine.running();
  }

  /// Returns the executions that were ended and whose handlers have not returned within the grace.
  public List<Execution> unfinished() {
    return engine.unfinished();
  }

  /// Returns what has been done so far.
  public CommandCounts counts() {
    return engine.counts();
  }

  /// Ends every execution, waits a grace for their threads, and takes no more.
  @Override
  public void close() {
    registrations.forEach(Registration::close);
    for (Course course : engine.close()) {
      course.calm().join();
    }
    alarms.close();
    events.shutdown();
  }

  /// One way of `Safety.arm` or `Safety.disarm`.
  private record Route(Commands commands, CommandDefinition command, Duration slack) {
    RouteResult run(Lever lever) {
      return switch (commands.submit(command, Map.of(), lever)) {
        case Submission.Refused(var refusal) -> failed(refusal.error().message());
        case Submission.Accepted(var execution) -> ended(execution);
      };
    }

    private RouteResult ended(Execution execution) {
      Awaited awaited = awaited(execution);
      if (awaited instanceof Awaited.StillRunning) {
        var _ = execution.cancel();
      }
      return awaited
          .error()
          .map(error -> failed(error.message()))
          .orElseGet(RouteResult.Succeeded::new);
    }

    /// Waits for it whoever interrupts: that stops no arm and no disarm, and is kept for later.
    private Awaited awaited(Execution execution) {
      long begin = System.nanoTime();
      Duration patience = patience(command, slack);
      boolean interrupted = Thread.interrupted();
      try {
        while (true) {
          try {
            return execution.await(patience.minusNanos(System.nanoTime() - begin));
          } catch (InterruptedException _) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private static RouteResult failed(String reason) {
      return new RouteResult.Failed(reason);
    }
  }
}
