package dev.terrarium.cli;

/// A result that could not be written, such as to a disk that is full.
final class UnwritableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnwritableException(String message, Throwable cause) {
    super(message, cause);
  }
}
