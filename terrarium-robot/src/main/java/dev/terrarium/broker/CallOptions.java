package dev.terrarium.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a call of Python is made.
///
/// @param <R> what it returns
/// @param deadline how long the caller waits at most, from the moment of the call; the wait for
///   earlier calls is part of it
/// @param policy what it asks of the robot's safety
/// @param returns what becomes of Python's result
public record CallOptions<R extends @Nullable Object>(
    Duration deadline, SafetyPolicy policy, ReturnType<R> returns) {
  /// What a call has for a deadline that nothing is said of: 30 seconds.
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  public CallOptions {
    Names.require("the deadline of a call", deadline);
    Names.require("what a call asks of safety", policy);
    Names.require("what becomes of a call's result", returns);
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException(
          "A call's deadline is a time longer than nothing, not " + deadline);
    }
  }

  /// Returns the options of a call of which nothing is said: 30 seconds, on an armed robot, with
  /// the result as [ReturnType#auto()] has it.
  public static CallOptions<@Nullable Object> usual() {
    return returning(ReturnType.auto());
  }

  /// Returns the usual options with another type of result.
  public static <R extends @Nullable Object> CallOptions<R> returning(ReturnType<R> returns) {
    return new CallOptions<>(DEADLINE, SafetyPolicy.REQUIRE_ARMED, returns);
  }

  /// Returns these options with another deadline.
  public CallOptions<R> within(Duration time) {
    return new CallOptions<>(time, policy, returns);
  }

  /// Returns these options for one of the calls that are made until the robot is disarmed.
  public CallOptions<R> whileArmed() {
    return new CallOptions<>(deadline, SafetyPolicy.WHILE_ARMED, returns);
  }

  /// Returns these options for a call that runs in any state of safety.
  public CallOptions<R> inAnyState() {
    return new CallOptions<>(deadline, SafetyPolicy.ANY, returns);
  }
}
