package dev.terrarium.pipeline.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Reads the input of the pipeline, one item at a time.
final class FeedInlet implements Inlet {
  private final Iterator<? extends @Nullable Object> items;
  private final boolean isMarked;
  private final Ending ending;
  private @Nullable Object item;
  private final AtomicLong taken = new AtomicLong();
  private final List<@Nullable Object> looked = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private boolean owesMark;
  private volatile boolean hasEnded;

  /// @param isMarked whether a mark follows each item
  FeedInlet(Iterator<? extends @Nullable Object> items, boolean isMarked, Ending ending) {
    this.items = items;
    this.isMarked = isMarked;
    this.ending = ending;
  }

  @Override
  public Signal advance() {
    ending.checkpoint();
    if (owesMark) {
      owesMark = false;
      return Signal.MARK;
    }
    try {
      if (!isThere()) {
        item = null;
        hasEnded = true;
        return Signal.END;
      }
      item = looked.isEmpty() ? items.next() : looked.removeFirst();
    } catch (RuntimeException thrown) {
      throw ending.haltByCaller(thrown);
    }
    taken.setOpaque(taken.getPlain() + 1);
    owesMark = isMarked;
    return Signal.ITEM;
  }

  private boolean isThere() {
    if (looked.isEmpty() && failure != null) {
      throw failure;
    }
    return !looked.isEmpty() || items.hasNext();
  }

  /// Looks ahead in a batch alone: a stream is not asked for an item before its turn.
  @Override
  public List<@Nullable Object> waiting(int from, int most) {
    if (isMarked) {
      return List.of();
    }
    try {
      while (looked.size() < from + most && failure == null && items.hasNext()) {
        looked.add(items.next());
      }
    } catch (RuntimeException thrown) {
      failure = thrown; // thrown when it is the failing item's turn
    }
    return new ArrayList<>(looked.subList(Math.min(from, looked.size()), looked.size()));
  }

  /// Takes several items of a batch at once, or none when there are no more.
  List<@Nullable Object> more(int most) {
    var taking = new ArrayList<@Nullable Object>();
    while (taking.size() < most && advance() == Signal.ITEM) {
      taking.add(item);
    }
    return taking;
  }

  @Override
  public @Nullable Object item() {
    return item;
  }

  @Override
  public long inputItem() {
    return hasEnded ? Progress.NO_ITEM : taken.getPlain() - 1;
  }

  /// Whether items may come at any time.
  boolean isStream() {
    return isMarked;
  }

  /// Returns how many items were read so far; from any thread.
  long taken() {
    return taken.getOpaque();
  }

  @Override
  public boolean isReady() {
    return !isMarked || owesMark;
  }

  @Override
  public void close() {
    item = null;
  }
}
