package dev.terrarium.bus.command;

/// A command was refused, and the caller wanted it accepted.
public final class CommandRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  CommandRefusedException(Refusal refusal) {
    super(refusal.error().message());
    this.refusal = refusal;
  }

  /// Returns why.
  public Refusal refusal() {
    return refusal;
  }
}
