package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Opens the workers of a node at the same time, each on a thread of its own; the first that fails
/// stops the others.
final class Opening {
  private final List<Seat> seats;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private Opening(List<Seat> seats) {
    this.seats = seats;
  }

  /// Returns when all are open; throws what the first threw that is not, when none is at work on it
  /// any more.
  static void of(List<Seat> seats) throws Exception {
    if (seats.size() == 1) {
      seats.getFirst().open();
    } else {
      new Opening(seats).open();
    }
  }

  private void open() throws Exception {
    for (int i = 0; i < seats.size(); i++) {
      var seat = seats.get(i);
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("terrarium-worker-open-" + (i + 1))
              .unstarted(RunContext.carried(() -> open(seat))));
    }
    threads.forEach(Thread::start);
    join();
    var failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private void open(Seat seat) {
    try {
      seat.open();
    } catch (Exception thrown) {
      fail(named(seat, thrown));
    }
  }

  /// Says of what Python raised in which of the workers that was; a crash tells it itself.
  private static Exception named(Seat seat, Exception thrown) {
    return thrown instanceof ForeignException raised
        ? new ForeignException(
            raised.kinds(),
            raised.detail() + " (in " + seat.owner().subject() + ")",
            raised.traceback(),
            Objects.requireNonNullElse(raised.getCause(), raised))
        : thrown;
  }

  private void fail(Exception first) {
    if (failure.compareAndSet(null, first)) {
      threads.forEach(Thread::interrupt);
    }
  }

  private void join() {
    boolean isInterrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
          fail(e);
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
