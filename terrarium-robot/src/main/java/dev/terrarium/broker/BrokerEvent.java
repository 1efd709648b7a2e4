package dev.terrarium.broker;

import dev.terrarium.safety.SafetyState;
import java.time.Duration;

/// Something that happened at a broker.
public sealed interface BrokerEvent {
  /// An operation was handed to the interpreter.
  ///
  /// @param kind what it is
  /// @param name what is called, such as `detector.find`
  /// @param queued how long it waited
  record Began(OperationKind kind, String name, Duration queued) implements BrokerEvent {}

  /// An operation is over: its Python code has really ended, or it never began.
  record Ended(CallReport report) implements BrokerEvent {}

  /// An operation runs for longer than [BrokerOptions.Limits#longCall()]; told once of each.
  record TakesLong(OperationKind kind, String name, Duration sofar) implements BrokerEvent {}

  /// Somebody waits no longer for an operation that runs on: it is interrupted until it ends.
  record Interrupted(String name) implements BrokerEvent {}

  /// An interrupt has ended an operation; [Ended] follows.
  ///
  /// @param name the operation
  /// @param traceback where the interrupt reached it, as Python prints it
  record Reached(String name, String traceback) implements BrokerEvent {}

  /// An operation has outlived its interrupts; calls are refused until it ends.
  ///
  /// @param name the operation
  /// @param poisoned whether it swallows interrupts, and is not merely out of their reach
  /// @param stack where it stands, the innermost frame last; may be empty
  record Marked(String name, boolean poisoned, String stack) implements BrokerEvent {}

  /// An operation that calls were refused for has ended after all; calls are served again.
  record Healed(String name) implements BrokerEvent {}

  /// The process was killed to end an operation.
  record Killed(String name) implements BrokerEvent {}

  /// A process that served has ended, whether it was [Killed] or died by itself.
  ///
  /// @param how what became of it, with what it wrote last
  /// @param dropped how many messages waited for its handlers; no other process is given them
  record Died(String how, long dropped) implements BrokerEvent {}

  /// A new process serves; the modules of the one before have been imported again.
  ///
  /// @param took how long no process served: from the end of the last one that did, with the starts
  ///   that failed and all pauses
  record Restarted(Duration took) implements BrokerEvent {}

  /// No new process could be started; it is tried again.
  record NotRestarted(String reason, Duration pause) implements BrokerEvent {}

  /// A call was refused before it began.
  ///
  /// @param name what was to be called
  /// @param code the code of the [BrokerException]
  record Refused(String name, String code) implements BrokerEvent {}

  /// A request of a script was refused; the first of a kind is told at once, and those that follow
  /// once a second.
  ///
  /// @param what what it asked for, such as `publish actuator.arm.shoulder`
  /// @param code one of the codes that scripts see, such as `safety_not_armed`
  /// @param state what the robot was
  /// @param why the reason, on one line of 200 characters or so
  /// @param field the field of a payload that did not fit; empty where it was something else
  /// @param times how many such requests this stands for
  record ScriptRefused(
      String what, String code, SafetyState state, String why, String field, long times)
      implements BrokerEvent {
    /// Returns the same for so many requests.
    ScriptRefused times(long number) {
      return new ScriptRefused(what, code, state, why, field, number);
    }
  }

  /// A script has begun work beside the operations.
  record Spawned(String name) implements BrokerEvent {}

  /// Work beside the operations has ended.
  record SpawnEnded(String name) implements BrokerEvent {}

  /// A handler, or a coroutine between two awaits, took longer than it may and was interrupted; or
  /// spawned work runs on a second after that.
  record OverBudget(String name, Duration budget) implements BrokerEvent {}

  /// A handler, a coroutine or spawned work raised an exception, or ended its process.
  ///
  /// @param name which
  /// @param traceback what it raised, as Python prints it; or what became of the process
  record ScriptFailed(String name, String traceback) implements BrokerEvent {}
}
