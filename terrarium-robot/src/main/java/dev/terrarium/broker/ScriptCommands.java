package dev.terrarium.broker;

import dev.terrarium.bus.command.Awaited;
import dev.terrarium.bus.command.CommandError;
import dev.terrarium.bus.command.CommandOutcome;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.bus.command.Execution;
import dev.terrarium.bus.command.Submission;
import dev.terrarium.worker.script.UpcallRefusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The commands that the scripts of one interpreter have begun.
///
/// Those that are not exposed do not exist for scripts, and none of those that arm or disarm can be
/// begun by them whatever is exposed. A command goes on when the script that began it ends.
final class ScriptCommands {
  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final double NANOS = 1e9;

  private final Exposure exposure;
  private final Optional<Commands> commands;
  private final Map<String, Execution> executions = new ConcurrentHashMap<>();

  ScriptCommands(Exposure exposure, Optional<Commands> commands) {
    this.exposure = exposure;
    this.commands = commands;
  }

  /// Begins a command.
  ///
  /// @return what names the execution
  String begin(String name, Map<String, @Nullable Object> goal) throws UpcallRefusal {
    if (commands.isEmpty() || !exposure.commands().contains(name)) {
      throw new UpcallRefusal(
          "unknown_command",
          "there is no command '%s' for scripts; there are: %s"
              .formatted(name, exposure.commands().stream().sorted().toList()),
          Map.of("command", name));
    }
    return switch (commands.get().execute(name, goal)) {
      case Submission.Refused(var refusal) -> throw refused(refusal.error());
      case Submission.Accepted(var execution) -> {
        executions.put(execution.id().value(), execution);
        yield execution.id().value();
      }
    };
  }

  /// Waits for a command's end.
  ///
  /// @param seconds how long; null for as long as it takes
  /// @return its result, not yet converted
  @Nullable Object await(String id, @Nullable Object seconds)
      throws UpcallRefusal, InterruptedException {
    Duration atMost =
        seconds instanceof Number number
            ? Duration.ofNanos(
                (long) Math.clamp(number.doubleValue() * NANOS, 0, (double) FOR_EVER.toNanos()))
            : FOR_EVER;
    Awaited awaited = known(id).await(atMost);
    Optional<CommandError> error = awaited.error();
    if (error.isPresent()) {
      throw refused(error.get());
    }
    return awaited instanceof Awaited.Over(var outcome) ? result(outcome) : null;
  }

  /// Refuses commands that wait for the interpreter, so that whoever has it would wait for ever.
  void requireOthers(String id) throws UpcallRefusal {
    Execution execution = known(id);
    boolean isPython =
        commands
            .flatMap(all -> all.set().find(execution.command()))
            .filter(command -> command.handler() instanceof PythonCommand)
            .isPresent();
    if (isPython && execution.poll().isEmpty()) {
      throw new UpcallRefusal(
          "state_not_allowed",
          "the command '%s' is written in Python and begins when this operation has ended, which would wait for it;"
                  .formatted(execution.command())
              + " do not wait for it here: await it in a coroutine handler, or wait in work of bus.spawn",
          Map.of("command", execution.command(), "execution_id", id));
    }
  }

  /// Has somebody told when a command ends.
  ///
  /// @param told takes what names the execution, and the outcome as scripts get it
  void watch(String id, BiConsumer<String, CommandOutcome> told) throws UpcallRefusal {
    var _ = known(id).outcome().thenAccept(outcome -> told.accept(id, outcome));
  }

  void cancel(String id) throws UpcallRefusal {
    var _ = known(id).cancel();
  }

  private Execution known(String id) throws UpcallRefusal {
    Execution execution = executions.get(id);
    if (execution == null) {
      throw new UpcallRefusal(
          "command_failed",
          "no execution '" + id + "' was begun by this script",
          Map.of("execution_id", id, "reason", "unknown_execution"));
    }
    return execution;
  }

  /// Returns an outcome as scripts get it: a result, or what went wrong.
  static Map<String, @Nullable Object> told(CommandOutcome outcome) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    Optional<CommandError> error = outcome.error();
    if (error.isPresent()) {
      told.put("code", error.get().code().id());
      told.put("message", error.get().message());
      told.put("details", error.get().details());
    } else {
      told.put("result", result(outcome));
    }
    return told;
  }

  private static @Nullable Object result(CommandOutcome outcome) {
    return outcome instanceof CommandOutcome.Succeeded(_, var value) ? value : null;
  }

  private static UpcallRefusal refused(CommandError error) {
    return new UpcallRefusal(error.code().id(), error.message(), error.details());
  }
}
