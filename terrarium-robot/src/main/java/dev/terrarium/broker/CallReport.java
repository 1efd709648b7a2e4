package dev.terrarium.broker;

import java.time.Duration;

/// What became of an operation, told when its Python code has really ended.
///
/// @param kind what it was
/// @param name what was called, such as `detector.find`
/// @param outcome `ok`, `cancelled`, or the code of a [BrokerException]
/// @param queued how long it waited for the interpreter
/// @param spent how long it took
/// @param level how far the broker had to go to end it
public record CallReport(
    OperationKind kind,
    String name,
    String outcome,
    Duration queued,
    Spent spent,
    InterruptLevel level) {
  /// How long an operation took.
  ///
  /// @param untilFreed from being asked for to its outcome: what a caller has waited
  /// @param inPython from its beginning to its real end: how long nothing else could run behind
  ///   this broker; the GIL is held during it but while Python waits
  public record Spent(Duration untilFreed, Duration inPython) {}
}
