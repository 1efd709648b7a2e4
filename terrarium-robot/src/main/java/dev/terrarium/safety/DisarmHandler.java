package dev.terrarium.safety;

/// Makes one component safe: cuts its power, opens its relay, closes its valve.
///
/// It is registered by whoever owns the connection to the hardware, and acts by its options alone:
/// when it is called, the objects that drove the component may be gone. It runs on a thread of its
/// own, beside the handlers of the other components; it may be called when the component is safe
/// already. One that does not end in time is interrupted and counts as failed.
///
/// @param <O> what it needs to act, immutable: an address, a pin, a port
@FunctionalInterface
public interface DisarmHandler<O> {
  /// Makes it safe, and says whether it is.
  ///
  /// @throws Exception if it could not be made safe
  HandlerResult disarm(O options) throws Exception;
}
