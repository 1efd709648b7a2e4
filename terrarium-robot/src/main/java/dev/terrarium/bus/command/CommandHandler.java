package dev.terrarium.bus.command;

/// What a command does.
///
/// It is called on a thread of its own, and may block. One handler serves every execution of its
/// command, on several threads at once where its category's limit allows that.
@FunctionalInterface
public interface CommandHandler {
  /// Does it, and returns what came of it.
  ///
  /// When the execution is ended from outside, the thread is interrupted and the context's
  /// [CancelToken] says so: return soon. Whoever awaits it is not kept waiting for that, but no
  /// command that needs the place starts before it.
  ///
  /// @throws Exception ends the execution as [CommandOutcome.Crashed]
  CommandResult execute(CommandContext context) throws Exception;
}
