package dev.terrarium.bus.command;

import dev.terrarium.safety.DisarmResult;

/// The built-in command that disarms the robot, and does nothing else.
///
/// One of your own may bring the robot into a posture to rest in, then calls
/// [CommandContext#disarm].
public final class Disarm implements CommandHandler {
  @Override
  public CommandResult execute(CommandContext context) {
    return switch (context.disarm()) {
      case DisarmResult.Disarmed _ -> CommandResult.ok("disarmed").next(OperationalState.DISARMED);
      case DisarmResult other -> CommandResult.error(other);
    };
  }
}
