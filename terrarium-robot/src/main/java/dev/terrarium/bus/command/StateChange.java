package dev.terrarium.bus.command;

import java.util.List;

/// What came of changing the operational state.
public sealed interface StateChange {
  /// It is `state`.
  record Changed(String state) implements StateChange {}

  /// The execution that wanted it is not one, or not any more.
  record NotExecuting(ExecutionId id) implements StateChange {}

  /// The state is not declared.
  record Invalid(String state, List<String> declared) implements StateChange {
    public Invalid {
      declared = List.copyOf(declared);
    }

    /// Returns it in words.
    public String message() {
      return "'%s' is no declared operational state: expected one of %s"
          .formatted(state, String.join(", ", declared));
    }
  }
}
