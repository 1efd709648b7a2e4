package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.run.RunContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Opens the workers of a node at the same time, each on a thread of its own; the first that fails
/// stops the others.
final class Opening {
  private static final Logger LOGGER = System.getLogger(Opening.class.getPackageName());

  /// After which time it is told that it takes its time, and after which again.
  private static final Duration SILENT = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final List<Seat> seats;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicInteger opened = new AtomicInteger();

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
      opened.incrementAndGet();
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

  private void tell() {
    LOGGER.log(
        Level.INFO,
        () ->
            "%d worker processes of node %s are being opened, %d are there"
                .formatted(seats.size(), seats.getFirst().owner().node(), opened.get()));
  }

  private void join() {
    boolean isInterrupted = false;
    long told = System.nanoTime() + SILENT.toNanos();
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          if (!thread.join(Duration.ofNanos(told - System.nanoTime()))) {
            tell();
            told += AGAIN.toNanos();
          }
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
