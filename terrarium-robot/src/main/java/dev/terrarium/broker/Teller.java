package dev.terrarium.broker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/// Tells listeners what happens, on a thread of their own.
final class Teller {
  private static final System.Logger LOG = System.getLogger(Teller.class.getName());

  private final Lanes lanes;
  private final List<BrokerListener> listeners;

  Teller(Lanes lanes, List<BrokerListener> listeners) {
    this.lanes = lanes;
    this.listeners = listeners;
  }

  void tell(BrokerEvent event) {
    lanes.tell(() -> listeners.forEach(listener -> tell(listener, event)));
  }

  /// Tells of the beginning of an operation, and again when it has run for long.
  void tellOfBeginning(Operation<?> begun, Duration isLong) {
    long now = lanes.nanos();
    var queued = Duration.ofNanos(now - begun.terms().submitted());
    tell(new BrokerEvent.Began(begun.kind(), begun.name(), queued));
    if (begun.kind() != OperationKind.TURN) {
      var warning = new BrokerEvent.TakesLong(begun.kind(), begun.name(), isLong);
      begun.warns(lanes.guardAt(Operation.after(now, isLong), () -> tell(warning)));
    }
  }

  /// Tells the whole of an operation that is over, once.
  void tellOf(Operation<?> over, long now) {
    if (!over.isNews()) {
      return;
    }
    over.end(now);
    over.traceback().ifPresent(traceback -> tell(new BrokerEvent.Reached(over.name(), traceback)));
    tell(new BrokerEvent.Ended(over.report(now)));
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private static void tell(BrokerListener listener, BrokerEvent event) {
    try {
      listener.happened(event);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A listener of the broker failed at " + event, e);
    }
  }
}
