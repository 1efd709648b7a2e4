package dev.terrarium.broker.declaration;

/// Whether what holds until something is said is of the type that was declared.
final class Defaults {
  private Defaults() {}

  static boolean check(Place place, ValueType type, Object value) {
    boolean fits = type.read(value).isPresent();
    if (!fits) {
      place.fault(
          "must be "
              + type.words()
              + ", as the type is "
              + Kinds.spelt(type)
              + ", not "
              + Described.of(value));
    }
    return fits;
  }
}
