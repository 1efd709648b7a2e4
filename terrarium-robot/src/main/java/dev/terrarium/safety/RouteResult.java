package dev.terrarium.safety;

/// What came of a command that arms or disarms.
public sealed interface RouteResult {
  /// It ended well.
  record Succeeded() implements RouteResult {}

  /// It did not.
  record Failed(String reason) implements RouteResult {}
}
