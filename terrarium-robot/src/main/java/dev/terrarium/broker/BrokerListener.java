package dev.terrarium.broker;

/// Takes what happens at a broker.
///
/// It is called on a thread that does only that, in order; what it throws is logged.
@FunctionalInterface
public interface BrokerListener {
  /// Takes an event.
  void happened(BrokerEvent event);
}
