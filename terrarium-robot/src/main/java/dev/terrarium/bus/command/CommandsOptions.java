package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The limits of a robot's commands.
///
/// @param grace how long a handler may take to return once its execution was ended, before that is
///   logged and counted, and before what waits for its place gives up
/// @param resultsKept how long a result is kept for somebody who asks for it by its id
/// @param sweepEvery how often results that were kept so long are forgotten
/// @param routeSlack how much longer than the timeout of a command that arms or disarms
///   `Safety.arm` and `Safety.disarm` wait for it
/// @param nanoTime a monotonic clock, in nanoseconds
public record CommandsOptions(
    Duration grace,
    Duration resultsKept,
    Duration sweepEvery,
    Duration routeSlack,
    LongSupplier nanoTime) {
  public CommandsOptions {
    if (grace.isNegative() || resultsKept.isNegative() || routeSlack.isNegative()) {
      throw new IllegalArgumentException("the limits of commands cannot be negative");
    }
    if (!sweepEvery.isPositive()) {
      throw new IllegalArgumentException(
          "sweepEvery must be longer than nothing, not " + sweepEvery);
    }
  }

  /// Makes the usual ones: a grace of 1 s; results are kept for 60 s, swept every 30 s.
  public static CommandsOptions standard() {
    return new CommandsOptions(
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        System::nanoTime);
  }

  /// Returns the same with another grace.
  public CommandsOptions withGrace(Duration other) {
    return new CommandsOptions(other, resultsKept, sweepEvery, routeSlack, nanoTime);
  }
}
