package dev.terrarium.bus.command;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of calling a handler.
///
/// @param next the operational state that it wants
/// @param data the outcome in the words of its event
record Made(CommandOutcome outcome, Optional<String> next, Map<String, @Nullable Object> data) {
  /// Puts an outcome in words. A handler's result is code of others, so this is for the execution's
  /// own thread: one that does not come back is ended like any other handler.
  static Made of(CommandOutcome outcome, Optional<String> next) {
    return new Made(outcome, next, CommandEvents.data(outcome));
  }
}
