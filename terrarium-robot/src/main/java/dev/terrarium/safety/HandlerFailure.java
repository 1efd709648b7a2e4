package dev.terrarium.safety;

import java.time.Duration;

/// A component that perhaps was not made safe.
public record HandlerFailure(ComponentPath path, Reason reason) {

  /// Why that is not known.
  public sealed interface Reason {}

  /// Its handler says so.
  public record ReturnedError(String reason) implements Reason {
    @Override
    public String toString() {
      return "it returned an error: " + reason;
    }
  }

  /// Its handler has thrown.
  public record Threw(Throwable cause) implements Reason {
    @Override
    public String toString() {
      return "it threw " + Journal.text(cause);
    }
  }

  /// Its handler did not end in time; it was interrupted, and may still run.
  public record TimedOut(Duration after) implements Reason {
    @Override
    public String toString() {
      return "it has not ended within " + Durations.words(after);
    }
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
