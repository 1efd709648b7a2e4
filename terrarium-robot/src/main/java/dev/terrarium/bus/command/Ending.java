package dev.terrarium.bus.command;

import dev.terrarium.safety.Durations;
import dev.terrarium.safety.SafetyState;
import java.time.Duration;

/// What ended an execution from outside.
public sealed interface Ending {
  /// Somebody cancelled it.
  record Cancelled() implements Ending {}

  /// Another command cancels those of its category.
  record Preempted(String command, ExecutionId by) implements Ending {}

  /// It has taken longer than its definition allows.
  record TimedOut(Duration limit) implements Ending {}

  /// Safety has left armed, or was acknowledged.
  record SafetyChanged(SafetyState to) implements Ending {}

  /// The robot's commands were closed.
  record Closed() implements Ending {}

  /// Returns it in words, such as `preempted by 'move' (17)`.
  default String description() {
    return switch (this) {
      case Cancelled _ -> "cancelled";
      case Preempted(var command, var by) -> "preempted by '%s' (%s)".formatted(command, by);
      case TimedOut(var limit) -> "not done within " + Durations.words(limit);
      case SafetyChanged(var to) -> "the robot's safety is " + to.id();
      case Closed _ -> "the robot's commands were closed";
    };
  }
}
