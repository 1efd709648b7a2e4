package dev.terrarium.environment;

/// What came of looking at one candidate.
public sealed interface Outcome {
  /// It can be embedded.
  ///
  /// @param installation what it is
  record Accepted(Installation installation) implements Outcome {}

  /// It cannot be embedded.
  ///
  /// @param reason a sentence that says why and, where something can be done, what to do
  record Refused(String reason) implements Outcome {}
}
