package dev.terrarium.safety;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// The clock of safety, which may be broken: reading it never throws.
final class Timepiece {
  private final LongSupplier nanos;
  private volatile long last;

  Timepiece(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Returns what it shows, or nothing if it is broken.
  OptionalLong read() {
    try {
      long now = nanos.getAsLong();
      last = now;
      return OptionalLong.of(now);
    } catch (Throwable e) { // Whatever a clock throws, it tells no time.
      return OptionalLong.empty();
    }
  }

  /// Returns what it shows, or what it showed last if it is broken.
  long now() {
    return read().orElse(last);
  }
}
