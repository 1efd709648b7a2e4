package dev.terrarium.bus.command;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a handler says came of it.
public sealed interface CommandResult {
  /// It did what it was to do.
  ///
  /// @param nextState the operational state from here on; without it that stays
  record Ok(@Nullable Object value, Optional<String> nextState) implements CommandResult {
    /// Returns the same, with the operational state from here on.
    public Ok next(String state) {
      return new Ok(value, Optional.of(state));
    }
  }

  /// It did not.
  ///
  /// @param reason for people and programs; a [CommandError] is passed on as it is
  record Failure(Object reason) implements CommandResult {
    public Failure {
      Objects.requireNonNull(
          reason, "a failure has a reason, such as a sentence or a CommandError, not null");
    }
  }

  /// Makes a result without a value.
  static Ok ok() {
    return new Ok(null, Optional.empty());
  }

  /// Makes a result with a value.
  static Ok ok(@Nullable Object value) {
    return new Ok(value, Optional.empty());
  }

  /// Makes a failure.
  static Failure error(Object reason) {
    return new Failure(reason);
  }
}
