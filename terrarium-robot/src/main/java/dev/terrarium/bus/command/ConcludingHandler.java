package dev.terrarium.bus.command;

/// A handler that has something to say when it is ended from outside, such as how far it came.
///
/// Whoever awaits the execution gets what it says in place of [CommandOutcome.Ended].
public interface ConcludingHandler extends CommandHandler {
  /// Makes the result of an execution that was ended.
  ///
  /// It is called on the execution's thread, once [#execute] has left it. If both have not happened
  /// within the grace, the outcome is [CommandOutcome.Ended] after all.
  ///
  /// @throws Exception makes the outcome [CommandOutcome.ResultFailed]
  CommandResult conclude(CommandContext context, Ending ending) throws Exception;
}
