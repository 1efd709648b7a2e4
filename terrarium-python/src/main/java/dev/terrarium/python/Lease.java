package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import java.util.concurrent.atomic.AtomicInteger;

/// Python's memory as long as views in Java hold it: the object it was asked of, and what must be
/// given back when the last view ends.
///
/// Views end on any thread; what is given back needs the GIL, so without it that is left to the
/// next thread that takes it.
final class Lease {
  private final Interpreter interpreter;
  private final long object;
  private final Runnable giveBack;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// @param object borrowed: what is given back to Python in the place of a view
  /// @param giveBack ends what the view was given; called once, with the GIL held
  Lease(Interpreter interpreter, long object, Runnable giveBack) {
    this.interpreter = interpreter;
    this.object = object;
    this.giveBack = giveBack;
    Macros.Py_INCREF(object);
  }

  Interpreter interpreter() {
    return interpreter;
  }

  /// The object, borrowed from the lease.
  long object() {
    return object;
  }

  /// One more view, made while another holds the lease.
  Lease hold() {
    holders.incrementAndGet();
    return this;
  }

  /// One view less.
  void release() {
    if (holders.decrementAndGet() == 0) {
      interpreter.release(this::end);
    }
  }

  private void end() {
    giveBack.run();
    Macros.Py_DECREF(object);
  }
}
