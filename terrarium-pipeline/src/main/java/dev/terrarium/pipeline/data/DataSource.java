package dev.terrarium.pipeline.data;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a program puts items for a DataSourceNode, from any thread.
///
/// It serves one run. Items may be put in before the run has begun; the node's parameters then say
/// how many wait at most. When the run is over, whatever ended it, nothing is taken any more.
public final class DataSource implements AutoCloseable {
  /// What waits at most before a node says otherwise.
  private static final int USUAL_CAPACITY = 100;

  private final Handover items = new Handover(USUAL_CAPACITY);

  /// Puts an item in.
  ///
  /// @return whether it was taken: not if as many wait as may, or if there will be no more
  public boolean push(@Nullable Object item) {
    return items.offer(new Item(item));
  }

  /// Puts an item in, as soon as there is room.
  ///
  /// @param patience how long to wait for room
  /// @return whether it was taken
  public boolean push(@Nullable Object item, Duration patience) throws InterruptedException {
    return items.put(new Item(item), patience);
  }

  /// Says that there will be no more: the node emits what waits, and then ends.
  @Override
  public void close() {
    items.end();
  }

  /// Returns the queue, for the node.
  Handover items() {
    return items;
  }
}
