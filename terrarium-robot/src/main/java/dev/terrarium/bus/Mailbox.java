package dev.terrarium.bus;

import dev.terrarium.message.topic.Delivery;
import java.time.Duration;
import java.util.Optional;

/// A subscription without a handler: its owner takes the messages when it wants them.
public final class Mailbox extends Subscription {
  Mailbox(Table table, SubscriptionOptions options) {
    super(table, options, Ring.NOTHING);
  }

  /// Returns the next message, if one is there.
  public Optional<Delivery> poll() {
    return Optional.ofNullable(ring().poll()).map(Ring.Taken::delivery);
  }

  /// Waits for the next message.
  ///
  /// @return nothing where none came in time, or the subscription is closed
  public Optional<Delivery> take(Duration atMost) throws InterruptedException {
    var taken = atMost.isPositive() ? ring().take(nanos(atMost)) : ring().poll();
    return Optional.ofNullable(taken).map(Ring.Taken::delivery);
  }

  /// Returns it in nanoseconds, or three centuries if it is longer.
  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? time.toNanos() : Long.MAX_VALUE;
  }
}
