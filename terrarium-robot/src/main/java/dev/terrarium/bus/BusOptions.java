package dev.terrarium.bus;

import java.time.Instant;
import java.util.function.LongSupplier;

/// What a bus writes upon the envelopes that it makes.
///
/// @param node who publishes
/// @param nanoTime the monotonic clock, in nanoseconds
/// @param wallTime the wall clock, in nanoseconds since 1970-01-01T00:00Z
public record BusOptions(String node, LongSupplier nanoTime, LongSupplier wallTime) {
  private static final long SECOND = 1_000_000_000;

  public BusOptions {
    if (node.isBlank()) {
      throw new IllegalArgumentException("A bus says of each message which node made it");
    }
  }

  /// Makes options with the clocks of this machine.
  public static BusOptions of(String node) {
    return new BusOptions(node, System::nanoTime, BusOptions::now);
  }

  private static long now() {
    var now = Instant.now();
    return now.getEpochSecond() * SECOND + now.getNano();
  }
}
