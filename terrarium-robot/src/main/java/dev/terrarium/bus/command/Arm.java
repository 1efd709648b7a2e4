package dev.terrarium.bus.command;

import dev.terrarium.safety.ArmResult;

/// The built-in command that arms the robot, and does nothing else.
///
/// One of your own does what has to be done first, such as to release brakes, then calls
/// [CommandContext#arm].
public final class Arm implements CommandHandler {
  @Override
  public CommandResult execute(CommandContext context) {
    return switch (context.arm()) {
      case ArmResult.Armed _ -> CommandResult.ok("armed");
      case ArmResult other -> CommandResult.error(other);
    };
  }
}
