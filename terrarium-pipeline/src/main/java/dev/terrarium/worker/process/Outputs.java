package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Outlet;

/// The outputs that a worker answers with, one after the other.
final class Outputs {
  private Outputs() {}

  /// Emits all there are, each before the next is asked for.
  static void emit(Seat seat, Frame first, Limit limit, Outlet out) throws Exception {
    var answer = first;
    while (answer.kind() != Frame.DONE) {
      boolean isLast = answer.kind() == Frame.LAST;
      try (var value = new ProcessValue(answer)) {
        out.emit(value);
      } catch (Throwable thrown) {
        if (!isLast) {
          drop(seat, thrown);
        }
        throw thrown;
      }
      if (isLast) {
        return;
      }
      if (limit.isSpent()) {
        seat.dropOutputs();
        throw limit.spent();
      }
      answer = seat.ask(Frame.NEXT, limit);
    }
  }

  private static void drop(Seat seat, Throwable thrown) {
    try {
      seat.dropOutputs();
    } catch (Exception alsoFailed) {
      thrown.addSuppressed(alsoFailed);
    }
  }
}
