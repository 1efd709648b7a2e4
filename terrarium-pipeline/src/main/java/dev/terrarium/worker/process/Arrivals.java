package dev.terrarium.worker.process;

import java.util.concurrent.atomic.AtomicBoolean;

/// Items that come while a node waits for a worker, and that others could begin with.
final class Arrivals {
  private final AtomicBoolean isThere = new AtomicBoolean();
  private Runnable look = () -> {};

  /// Takes what gives the node the items that have come; on the thread that uses the node.
  void lookBy(Runnable given) {
    look = given;
  }

  /// Notes that an item has come; from any thread.
  void note() {
    isThere.set(true);
  }

  boolean isThere() {
    return isThere.get();
  }

  /// Has the node given what has come; says whether there was something.
  boolean look() {
    boolean wasThere = isThere.getAndSet(false);
    if (wasThere) {
      look.run();
    }
    return wasThere;
  }
}
