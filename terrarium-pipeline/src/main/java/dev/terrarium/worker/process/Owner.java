package dev.terrarium.worker.process;

/// Whose a worker process is.
///
/// @param node the node's id
/// @param number which of its workers, from 1
/// @param count how many it has
record Owner(String node, int number, int count) {
  /// The owner of a node's only worker.
  static Owner of(String node) {
    return new Owner(node, 1, 1);
  }

  /// Names the worker, as the subject of a sentence.
  String subject() {
    return count == 1
        ? "the worker process of node " + node
        : "worker process %d of %d of node %s".formatted(number, count, node);
  }
}
