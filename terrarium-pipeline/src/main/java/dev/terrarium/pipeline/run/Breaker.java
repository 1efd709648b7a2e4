package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Circuit;

/// Spares a node that fails again and again: after so many failures in a row it is given nothing
/// for a while, then one item to try.
final class Breaker {
  private final Circuit circuit;
  private final Progress progress;
  private int inARow;
  private boolean isOpen;
  private long openedAt;

  Breaker(Circuit circuit, Progress progress) {
    this.circuit = circuit;
    this.progress = progress;
  }

  /// The node was not given the item.
  static final class CircuitOpenException extends Exception {
    private static final long serialVersionUID = 1L;

    CircuitOpenException(Circuit circuit) {
      super(
          "the node failed %d times in a row and is given no item for %d ms"
              .formatted(circuit.failures(), circuit.reset().toMillis()),
          null,
          false,
          false);
    }
  }

  /// Throws if the node is to be spared.
  void require() throws CircuitOpenException {
    if (isOpen && progress.watch().now() - openedAt < circuit.reset().toNanos()) {
      throw new CircuitOpenException(circuit);
    }
  }

  void succeeded() {
    inARow = 0;
    isOpen = false;
  }

  /// Counts a failure, and returns whether the node is spared from now on.
  boolean failed() {
    inARow++;
    if (inARow < circuit.failures()) {
      return false;
    }
    isOpen = true;
    openedAt = progress.watch().now();
    return true;
  }
}
