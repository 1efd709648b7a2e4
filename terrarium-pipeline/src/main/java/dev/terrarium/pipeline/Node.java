package dev.terrarium.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a running pipeline: takes items, emits items.
///
/// A node belongs to one run and is called by one thread at a time, in this order: [#open()],
/// [#process] for each item, [#flush] after the last one, [#close()]. `close` follows `open`
/// always, also when `open` or anything after it failed. What a node throws ends the run and is
/// reported with the node and the item.
public interface Node {
  /// Gets ready: opens files, loads models.
  default void open() throws Exception {}

  /// Takes one item and emits none, one or many, each as soon as it is there.
  void process(@Nullable Object item, Outlet out) throws Exception;

  /// Begins with an item before its turn, if the node has room for that and loses nothing by it.
  ///
  /// It is called between calls of [#process], and within them by way of [#lookAheadBy]; `process`
  /// gets the very same item later, in its turn.
  ///
  /// @return whether it has begun
  default boolean ahead(@Nullable Object item) {
    return false;
  }

  /// Takes what calls [#ahead] with items that have come meanwhile, for a node that has room while
  /// it waits in [#process]. It is called before each `process`.
  ///
  /// @return what tells the node that an item has come; called by any thread
  default Runnable lookAheadBy(Runnable look) {
    return () -> {};
  }

  /// Returns how its worker processes are, if it has some; from any thread, once [#open] was
  /// called.
  default List<WorkerReport> workers() {
    return List.of();
  }

  /// Emits what is left after the last item.
  default void flush(Outlet out) throws Exception {}

  /// Frees what [#open()] took.
  default void close() throws Exception {}
}
