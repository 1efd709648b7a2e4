package dev.terrarium.bus.command;

/// The built-in command that puts the robot into an operational state.
///
/// @param to the state, which the command set must declare
public record SetState(String to) implements CommandHandler {
  @Override
  public CommandResult execute(CommandContext context) {
    return CommandResult.ok(to).next(to);
  }
}
