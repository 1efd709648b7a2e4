package dev.terrarium.worker.process;

/// What came over a line is nothing that a worker says.
final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  WireException(String message) {
    super(message);
  }
}
