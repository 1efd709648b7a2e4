package dev.terrarium.bus;

import dev.terrarium.message.topic.Delivery;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The thread that gives one subscription's messages to its handler.
///
/// Each has its own, so that a handler that hangs delays nobody else. What a handler throws is
/// logged and counted, and the next message comes.
final class HandlerThread extends Thread {
  private static final System.Logger LOGGER = System.getLogger(Bus.class.getName());

  private final String subscription;
  private final Ring ring;
  private final BiConsumer<? super Delivery, ? super @Nullable Object> handler;
  private long failures;

  /// @param handler is given each message, and what held when it was put into the ring
  HandlerThread(
      String subscription,
      Ring ring,
      BiConsumer<? super Delivery, ? super @Nullable Object> handler) {
    super("terrarium-bus-" + subscription);
    setDaemon(true);
    this.subscription = subscription;
    this.ring = ring;
    this.handler = handler;
  }

  @Override
  public void run() {
    for (var next = next(); next != null; next = next()) {
      handle(next);
    }
  }

  /// Waits for the next message.
  private Ring.@Nullable Taken next() {
    while (true) {
      try {
        return ring.take();
      } catch (InterruptedException _) {
        // It was meant for a handler, and that has ended.
      }
    }
  }

  private void handle(Ring.Taken taken) {
    Delivery delivery = taken.delivery();
    try {
      handler.accept(delivery, taken.held());
    } catch (Throwable e) {
      ring.noteFailure();
      failures++;
      if (Long.bitCount(failures) == 1) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "The handler of the subscription "
                + subscription
                + " failed on "
                + delivery.path()
                + ", a "
                + delivery.payload().type()
                + "; it stays subscribed (failures so far: "
                + failures
                + ")",
            e);
      }
    }
  }
}
