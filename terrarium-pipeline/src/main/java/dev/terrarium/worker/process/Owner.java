package dev.terrarium.worker.process;

/// Whose a worker process is: a node's, or somebody's whose scripts it runs.
///
/// @param node the node's id, or the other's name
/// @param number which of its workers, from 1
/// @param count how many it has; 0 for one of scripts
record Owner(String node, int number, int count) {
  /// The owner of a node's only worker.
  static Owner of(String node) {
    return new Owner(node, 1, 1);
  }

  /// The owner of scripts.
  static Owner ofScripts(String name) {
    return new Owner(name, 1, 0);
  }

  /// Names the worker, as the subject of a sentence.
  String subject() {
    return switch (count) {
      case 0 -> "the interpreter of " + node;
      case 1 -> "the worker process of node " + node;
      default -> "worker process %d of %d of node %s".formatted(number, count, node);
    };
  }
}
