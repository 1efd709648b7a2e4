package dev.terrarium.broker;

import dev.terrarium.message.topic.Delivery;
import java.util.function.Consumer;

/// How often one handler gets messages.
final class Pace {
  private final Consumer<Delivery> next;

  Pace(Exposure.Seen throttled, Lanes lanes, Consumer<Delivery> next) {
    this.next = next;
  }

  void take(Delivery message) {
    next.accept(message);
  }
}
