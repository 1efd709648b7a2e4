package dev.terrarium.safety;

/// What a handler says of its component.
public sealed interface HandlerResult {
  /// The component is safe.
  record Safe() implements HandlerResult {}

  /// The component perhaps is not safe.
  record Unsafe(String reason) implements HandlerResult {}

  /// The component is safe.
  static HandlerResult safe() {
    return new Safe();
  }

  /// The component perhaps is not safe, and why.
  static HandlerResult unsafe(String reason) {
    return new Unsafe(reason);
  }
}
