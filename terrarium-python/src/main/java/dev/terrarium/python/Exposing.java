package dev.terrarium.python;

/// A value on its way to Python that is to have its fields and methods there, where no conversion
/// has a rule for it; and so is what it holds.
final class Exposing {
  private final Object value;
  private final boolean always;

  /// @param always whether it is exposed even where a conversion has a rule for it
  Exposing(Object value, boolean always) {
    this.value = value;
    this.always = always;
  }

  /// Whether it is exposed even where a conversion has a rule for it.
  boolean always() {
    return always;
  }

  /// The value.
  Object value() {
    return value;
  }
}
