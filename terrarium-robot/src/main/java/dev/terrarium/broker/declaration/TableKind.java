package dev.terrarium.broker.declaration;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A table with fields of its own, within a field.
///
/// @param words what is expected there
/// @param section its fields
/// @param reader makes something of one without faults
/// @param writer returns the table
record TableKind<T>(
    String words,
    Section section,
    Function<Entry, T> reader,
    Function<T, Map<String, Object>> writer)
    implements Kind<T> {
  @Override
  public Optional<T> read(Place place, Object value) {
    if (!(value instanceof Map) && section.shorthand().isEmpty()) {
      place.fault("must be " + words + ", not " + Described.of(value));
      return Optional.empty();
    }
    int before = place.findings().count();
    var entry = Entry.read(section, place, value);
    return place.findings().count() == before ? entry.map(reader) : Optional.empty();
  }

  @Override
  public Object write(T value) {
    return writer.apply(value);
  }
}
