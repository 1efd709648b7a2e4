package dev.terrarium.pipeline.data;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a program gets the items of a DataSinkNode, for one run.
///
/// It has a consumer, which is called at once on a thread of the run, or it keeps items until the
/// program [takes][#take] them; the run then waits when as many are kept as may be. Nothing is
/// dropped. Python's values come as what stands for them in Java.
public final class DataSink {
  private final Optional<Consumer<@Nullable Object>> consumer;
  private final Handover items = new Handover(1);

  private DataSink(Optional<Consumer<@Nullable Object>> consumer) {
    this.consumer = consumer;
  }

  /// Hands each item to `consumer` at once; what it throws fails the item.
  public static DataSink to(Consumer<@Nullable Object> consumer) {
    return new DataSink(Optional.of(consumer));
  }

  /// Keeps items until they are taken; for a node with `buffer_output`.
  public static DataSink kept() {
    return new DataSink(Optional.empty());
  }

  /// Takes the next item that is kept.
  ///
  /// @return nothing when there will be no more, or none came in time
  public Optional<Item> take(Duration patience) throws InterruptedException {
    return items.take(patience);
  }

  /// Whether the run is over and all that it kept was taken.
  public boolean isOver() {
    return items.isOver();
  }

  /// Returns what items are handed to at once, if they are not kept.
  Optional<Consumer<@Nullable Object>> consumer() {
    return consumer;
  }

  /// Returns the queue, for the node.
  Handover items() {
    return items;
  }
}
