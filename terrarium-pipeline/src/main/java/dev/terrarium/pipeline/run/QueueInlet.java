package dev.terrarium.pipeline.run;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes from queues in their order: from each until a mark or its end, then from the next.
///
/// Without marks that is all of the first, then all of the second. With marks it is, for each item
/// of the input, what came of it on the first, then on the second.
final class QueueInlet implements Inlet {
  private static final WireQueue.Entry NOTHING =
      new WireQueue.Entry(Signal.MARK, null, Progress.NO_ITEM);

  private final List<WireQueue> queues;
  private final boolean[] ended;
  private int current;
  private WireQueue.@Nullable Entry mark;
  private WireQueue.Entry entry = NOTHING;

  QueueInlet(List<WireQueue> queues) {
    this.queues = queues;
    this.ended = new boolean[queues.size()];
  }

  @Override
  public Signal advance() {
    entry.release();
    entry = NOTHING;
    while (true) {
      if (!ended[current]) {
        entry = queues.get(current).take();
        if (entry.signal() == Signal.ITEM || entry.signal() == Signal.FAILURE) {
          return entry.signal();
        }
        mark = entry.signal() == Signal.MARK ? entry : mark;
        ended[current] = entry.signal() == Signal.END;
      }
      if (++current == queues.size()) {
        current = 0;
        if (mark != null) {
          entry = mark;
          mark = null;
          return Signal.MARK;
        }
        if (haveAllEnded()) {
          return Signal.END;
        }
      }
    }
  }

  /// Takes what waits on any of the queues, one queue after the other, and waits for nothing.
  ///
  /// @return whether there was an item
  boolean advanceToRest() {
    entry.release();
    entry = NOTHING;
    for (current = 0; current < queues.size(); current++) {
      for (var next = queues.get(current).poll(); next != null; next = queues.get(current).poll()) {
        if (next.signal() == Signal.ITEM) {
          entry = next;
          return true;
        }
      }
    }
    current = 0;
    return false;
  }

  private boolean haveAllEnded() {
    for (boolean each : ended) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable Object item() {
    return entry.item();
  }

  @Override
  public long inputItem() {
    return entry.inputItem();
  }

  @Override
  public Halt.Reason.Failure failure() {
    return Objects.requireNonNull(entry.failure());
  }

  /// Returns the queue that the item came from.
  WireQueue queue() {
    return queues.get(current);
  }

  @Override
  public List<@Nullable Object> waiting(int from, int most) {
    return queues.size() == 1 ? queues.getFirst().waiting(from, most) : List.of();
  }

  @Override
  public void onArrival(Runnable call) {
    if (queues.size() == 1) {
      queues.getFirst().onArrival(call);
    }
  }

  @Override
  public boolean isReady() {
    return queues.get(current).hasItem();
  }

  @Override
  public void close() {
    entry.release();
    entry = NOTHING;
    queues.forEach(WireQueue::refuse);
  }
}
