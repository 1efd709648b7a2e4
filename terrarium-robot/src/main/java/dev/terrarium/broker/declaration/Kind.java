package dev.terrarium.broker.declaration;

import java.util.Optional;

/// What may stand in a field, both ways: as a value of TOML, and as what Java makes of it.
interface Kind<T> {
  /// Says it in words, such as `a whole number from 1 to 100`.
  String words();

  /// Reads a value; one that does not fit is a fault at its place.
  Optional<T> read(Place place, Object value);

  /// Returns the value of TOML that [#read] makes the same of.
  Object write(T value);
}
