package dev.terrarium.broker;

/// A robot that is declared to be armed on its start, and could not be; it is closed again.
public final class NotArmedOnStartException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NotArmedOnStartException(String message) {
    super(message);
  }
}
