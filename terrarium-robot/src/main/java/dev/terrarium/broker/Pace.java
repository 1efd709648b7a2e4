package dev.terrarium.broker;

import dev.terrarium.bus.Throttle;
import dev.terrarium.bus.ThrottleRule;
import dev.terrarium.message.topic.Delivery;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// How often one handler gets messages of each topic; those that are held come when their time has.
final class Pace {
  private final Throttle throttle;
  private final Lanes lanes;
  private final Consumer<Delivery> next;
  private final AtomicBoolean isSet = new AtomicBoolean();

  /// @param allowed how often, below which path
  /// @param next takes what is let through
  Pace(Exposure.Seen allowed, Lanes lanes, Consumer<Delivery> next) {
    this.throttle =
        new Throttle(Map.of(allowed.path(), new ThrottleRule(allowed.every(), allowed.trailing())));
    this.lanes = lanes;
    this.next = next;
  }

  /// Takes a message.
  void take(Delivery message) {
    if (throttle.admits(message, lanes.nanos())) {
      next.accept(message);
    } else {
      wakeWhenHeld();
    }
  }

  private void wakeWhenHeld() {
    OptionalLong time = throttle.nextRelease();
    if (time.isPresent() && isSet.compareAndSet(false, true)) {
      var _ = lanes.guardAt(time.getAsLong(), this::release);
    }
  }

  private void release() {
    isSet.set(false);
    throttle.release(lanes.nanos(), next);
    wakeWhenHeld();
  }
}
