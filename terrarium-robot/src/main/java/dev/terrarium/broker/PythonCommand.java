package dev.terrarium.broker;

import dev.terrarium.broker.declaration.CommandHandling;
import dev.terrarium.bus.command.CommandContext;
import dev.terrarium.bus.command.CommandError;
import dev.terrarium.bus.command.CommandError.Code;
import dev.terrarium.bus.command.CommandHandler;
import dev.terrarium.bus.command.CommandResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A command that a Python function does, called through the broker with the goal as its named
/// arguments.
///
/// One that begins on an armed robot needs it armed to its end, whatever states it is allowed in.
///
/// @param function what is called
/// @param deadline how long it may take
/// @param broker empty while the robot opens
record PythonCommand(
    CommandHandling.Python function, Duration deadline, Supplier<Optional<Broker>> broker)
    implements CommandHandler {
  @Override
  public CommandResult execute(CommandContext context) throws InterruptedException {
    var open = broker.get();
    if (open.isEmpty()) {
      return CommandResult.error(
          "the robot is still opening; a script gives commands from its handlers, not while it is"
              + " imported");
    }
    var call = PythonCall.of(function.module(), function.function());
    for (Map.Entry<String, @Nullable Object> argument : context.goal().values().entrySet()) {
      call = call.with(argument.getKey(), argument.getValue());
    }
    var usual = CallOptions.usual().within(deadline);
    try {
      return CommandResult.ok(
          open.get().call(call, context.permit().isPresent() ? usual : usual.inAnyState()));
    } catch (BrokerException e) {
      return CommandResult.error(error(context.command(), e));
    }
  }

  private static CommandError error(String command, BrokerException fault) {
    Map<String, Object> details = new HashMap<>(Map.of("command", command, "fault", fault.code()));
    if (fault instanceof BrokerException.PythonError error) {
      details.put("type", error.type());
      details.put("traceback", error.traceback());
    }
    return new CommandError(
        code(fault), String.valueOf(fault.getMessage()), fault.severity(), details);
  }

  private static Code code(BrokerException fault) {
    return switch (fault) {
      case BrokerException.SafetyNotArmed _ -> Code.SAFETY_NOT_ARMED;
      case BrokerException.SafetyDisarmed _ -> Code.SAFETY_DISARMED;
      case BrokerException.Timeout _ -> Code.TIMEOUT;
      case BrokerException.PythonError _,
          BrokerException.UnknownModule _,
          BrokerException.InterpreterBusy _,
          BrokerException.InterpreterPoisoned _,
          BrokerException.Marshal _,
          BrokerException.WorkerCrashed _ ->
          Code.COMMAND_FAILED;
    };
  }
}
