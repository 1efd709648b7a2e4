package dev.terrarium.cli;

/// Nobody reads standard output any more, as after `| head`; a reason to stop, and no failure.
final class ClosedOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClosedOutputException() {
    super("standard output was closed", null, false, false);
  }
}
