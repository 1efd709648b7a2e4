package dev.terrarium.safety;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/// What safety is opened with.
///
/// @param nanos a monotonic clock in nanoseconds, called on any thread
/// @param perHandler how long each disarm handler has; 5 s unless said
public record SafetyOptions(LongSupplier nanos, Duration perHandler) {
  public SafetyOptions {
    Objects.requireNonNull(
        nanos, "nanos is the clock of safety, such as System::nanoTime, not null");
    Durations.requirePositive(perHandler, "perHandler");
  }

  /// Returns what holds unless something is said.
  public static SafetyOptions defaults() {
    return new SafetyOptions(System::nanoTime, Duration.ofSeconds(5));
  }

  /// Returns these with another clock.
  public SafetyOptions withClock(LongSupplier nanos) {
    return new SafetyOptions(nanos, perHandler);
  }

  /// Returns these with another time for each handler.
  public SafetyOptions withPerHandler(Duration perHandler) {
    return new SafetyOptions(nanos, perHandler);
  }
}
