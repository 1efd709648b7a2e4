package dev.terrarium.python;

/// A value on its way to Python that is to have its fields and methods there, where no conversion
/// has a rule for it.
final class Exposing {
  private final Object value;

  Exposing(Object value) {
    this.value = value;
  }

  /// The value.
  Object value() {
    return value;
  }
}
