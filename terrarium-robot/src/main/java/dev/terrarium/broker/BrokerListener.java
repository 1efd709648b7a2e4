package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.safety.Gate;

/// Takes what happens at a broker.
///
/// It is called on a thread that does only that, in order; what it throws is logged.
@FunctionalInterface
public interface BrokerListener {
  /// The broker is about to be opened: no module is imported before this returns. Called on the
  /// thread that opens it, on which it may subscribe to what scripts publish from then on.
  default void opening(Gate gate, Bus bus) {}

  /// Takes an event.
  void happened(BrokerEvent event);
}
