package dev.terrarium.python.arrow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// The batches of a stream that are still to come.
///
/// One thread at a time reads. A stream that is closed meanwhile is ended by its reader, when the
/// producer has answered: nobody pulls the producer's memory away under it.
final class Feed implements Runnable {
  private enum State {
    IDLE,
    READING,
    /// Closed, and to be ended by the thread that reads.
    CLOSING,
    CLOSED
  }

  private final ArrowField root;
  private final BatchSource source;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private final AtomicBoolean lent = new AtomicBoolean();

  /// Of the part that came last. Belongs to whoever reads or ends.
  private final Deque<ArrowBatch> ahead = new ArrayDeque<>();

  /// How many batches have come. Belongs to whoever reads.
  private long seen;

  /// Whether the source has come to its end. Belongs to whoever reads or ends.
  private boolean ended;

  /// Whether the user closed the stream, and not the collector.
  private volatile boolean wanted;

  Feed(ArrowField root, BatchSource source) {
    this.root = root;
    this.source = source;
  }

  /// Whether there is a further batch, waiting for it.
  boolean hasNext() {
    begin();
    try {
      return fill();
    } catch (Throwable failed) {
      fail(failed);
      throw failed;
    } finally {
      done();
    }
  }

  /// The next batch, waiting for it.
  ArrowBatch next() {
    begin();
    try {
      if (fill()) {
        return ahead.remove();
      }
    } catch (Throwable failed) {
      fail(failed);
      throw failed;
    } finally {
      done();
    }
    throw new NoSuchElementException("the Arrow stream has no further batch");
  }

  private boolean fill() {
    while (ahead.isEmpty() && !ended) {
      ArrowTable part = source.next();
      if (part == null) {
        ended = true;
        source.close();
      } else {
        try (part) {
          take(part);
        }
      }
    }
    return !ahead.isEmpty();
  }

  /// Gives each batch a life of its own.
  private void take(ArrowTable part) {
    part.lifetime().checkOpen();
    if (!Schemas.agree(root, part.root())) {
      throw new IllegalStateException(
          "batch %d of the Arrow stream has the columns %s, and the stream was announced with %s"
              .formatted(seen, part.schema(), Formats.children(root.type())));
    }
    for (int i = 0; i < part.batches().size(); i++) {
      Holder holder = part.holder(i);
      holder.retain();
      seen++;
      ahead.add(ArrowTable.alone(root, part.batches().get(i).node(), holder));
    }
  }

  private void begin() {
    if (!state.compareAndSet(State.IDLE, State.READING)) {
      throw new IllegalStateException(
          state.get() == State.READING
              ? "the Arrow stream is being read: one thread at a time reads a stream"
              : "this Arrow stream was closed, or has failed");
    }
  }

  private void done() {
    if (!state.compareAndSet(State.READING, State.IDLE)
        && state.compareAndSet(State.CLOSING, State.CLOSED)) {
      end(true);
    }
  }

  private void fail(Throwable failed) {
    state.set(State.CLOSED);
    try {
      end(true);
    } catch (RuntimeException | Error again) {
      failed.addSuppressed(again);
    }
  }

  /// Says that others are to read it, which happens once.
  void lend() {
    if (state.get() == State.CLOSED || state.get() == State.CLOSING) {
      throw new IllegalStateException("this Arrow stream was closed, or has failed");
    }
    if (!lent.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this Arrow stream was given away already: it is read once, by one reader");
    }
  }

  /// Ends the stream as its user wishes.
  void wanted() {
    wanted = true;
  }

  /// Ends the stream, once; while it is read, its reader does.
  @Override
  public void run() {
    while (true) {
      State now = state.get();
      boolean idle = now == State.IDLE;
      if (!idle && now != State.READING) {
        return;
      }
      if (state.compareAndSet(now, idle ? State.CLOSED : State.CLOSING)) {
        if (idle) {
          end(wanted);
        }
        return;
      }
    }
  }

  private void end(boolean mayWait) {
    List<ArrowBatch> unread = new ArrayList<>(ahead);
    ahead.clear();
    unread.forEach(ArrowBatch::close);
    if (!ended) {
      ended = true;
      if (mayWait) {
        source.close();
      } else {
        source.forgotten();
      }
    }
  }
}
