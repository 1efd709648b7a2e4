package dev.terrarium.broker.declaration;

import java.util.Optional;

/// A field of a table.
///
/// @param name its key
/// @param kind what may stand there
/// @param usual what holds where it is left out, if anything does
/// @param required whether it must be there
/// @param doc what it is for, in one line
record Field<T>(String name, Kind<T> kind, Optional<T> usual, boolean required, String doc) {
  static <T> Field<T> required(String name, Kind<T> kind, String doc) {
    return new Field<>(name, kind, Optional.empty(), true, doc);
  }

  static <T> Field<T> optional(String name, Kind<T> kind, String doc) {
    return new Field<>(name, kind, Optional.empty(), false, doc);
  }

  static <T> Field<T> usual(String name, Kind<T> kind, T usual, String doc) {
    return new Field<>(name, kind, Optional.of(usual), false, doc);
  }
}
