package dev.terrarium.pipeline;

import dev.terrarium.message.NodeId;
import java.util.OptionalLong;

/// Where in a run something happened.
///
/// @param node the node that was at work
/// @param phase what it was doing
/// @param item number of the item at that node's input, from 0; empty outside `PROCESS` and where
///   the node had taken none
/// @param inputItem number of the item at the pipeline's input, from 0; empty before the first and
///   after the last
public record Place(NodeId node, Phase phase, OptionalLong item, OptionalLong inputItem) {
  /// The stages of a node's life.
  public enum Phase {
    OPEN,
    PROCESS,
    FLUSH,
    CLOSE
  }

  @Override
  public String toString() {
    return switch (phase) {
      case OPEN -> "Node " + node + " could not start";
      case PROCESS ->
          "Node " + node + " failed" + (item.isPresent() ? " on item " + item.getAsLong() : "");
      case FLUSH -> "Node " + node + " failed while flushing";
      case CLOSE -> "Node " + node + " failed while cleaning up";
    };
  }
}
