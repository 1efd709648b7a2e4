package dev.terrarium.safety;

/// What an event does to a state.
sealed interface Step {
  /// The state becomes another.
  record Move(SafetyState to) implements Step {}

  /// The state is already what the event asks for.
  record Stay() implements Step {}

  /// The event means nothing in this state.
  record Refuse() implements Step {}
}
