package dev.terrarium.bus.command;

import dev.terrarium.safety.Transition;

/// A handler that may go on when safety leaves armed, such as one that parks what it holds.
///
/// Without this, every execution is ended by such a change. To go on gives no right to move: the
/// permits of the arming are over.
public interface SafetyAwareHandler extends CommandHandler {
  /// What becomes of the execution.
  enum Conduct {
    END,
    CONTINUE
  }

  /// Says what becomes of an execution when safety changes to disarming, disarmed or error.
  ///
  /// It is called on another thread than [#execute], while that runs, once for each change and one
  /// call at a time. An answer that does not come within the grace is [Conduct#END].
  ///
  /// @throws Exception is [Conduct#END] as well
  Conduct handleSafetyChange(CommandContext context, Transition transition) throws Exception;
}
