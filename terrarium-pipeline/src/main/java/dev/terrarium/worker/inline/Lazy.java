package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Outlet;
import dev.terrarium.python.PyRef;
import org.jspecify.annotations.Nullable;

/// Outputs that Python makes one by one, each when it is asked for.
///
/// @param lane where they are made
/// @param iterator owned by this
record Lazy(InlinePython inline, Lane lane, PyRef iterator) {
  /// Emits each before the next is made.
  void emitEach(Outlet out) throws Exception {
    try (iterator) {
      try {
        for (var next = next(); next != null; next = next()) {
          Driven.emit(next, out);
        }
      } catch (Throwable early) {
        abandon(early);
        throw early;
      }
    }
  }

  /// Lets a generator clean up that will not be asked for the rest.
  private void abandon(Throwable reason) {
    if (lane.isStuck()) {
      return; // It is at work, and would refuse.
    }
    try {
      lane.begin("the end of a generator");
      var _ = lane.call(gil -> gil.of(iterator).callMethod("close").isNone());
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  private @Nullable PythonValue next() throws Exception {
    return lane.<@Nullable PythonValue>call(gil -> {
      var values = gil.of(iterator).iterator();
      return values.hasNext() ? new PythonValue(inline, values.next().keep()) : null;
    });
  }
}
