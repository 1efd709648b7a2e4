package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import org.jspecify.annotations.Nullable;

/// Sees what enters and leaves the nodes of a run.
///
/// It is called on the threads of the run, on several at once where there are several. A value is
/// the one that the nodes get: it is not to be changed, and a [dev.terrarium.message.ForeignValue]
/// is to be converted or shared before the call returns. What it throws ends the run.
public interface Observer {
  /// Stands for the number of an item where there is none.
  long NO_ITEM = -1;

  /// An item enters a node.
  ///
  /// @param item the item's number at that node, from 0
  /// @param inputItem the number of the item of the input that it came of, or [#NO_ITEM]
  void entered(NodeId node, long item, long inputItem, @Nullable Object value);

  /// An item leaves a node.
  ///
  /// @param item the number of the item that the node was given last, or [#NO_ITEM] if it made this
  ///   one of its own accord or while flushing
  /// @param inputItem the number of the item of the input that it came of, or [#NO_ITEM]
  void left(NodeId node, long item, long inputItem, @Nullable Object value);
}
