package dev.terrarium.broker.declaration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One table of a declaration, read: what is not known, is missing or does not fit has become a
/// fault.
final class Entry {
  private final Place place;
  private final Map<?, ?> given;
  private final Map<Field<?>, Object> values = new HashMap<>();

  private Entry(Place place, Map<?, ?> given) {
    this.place = place;
    this.given = given;
  }

  /// Returns one that says nothing, in place of one that is not there or is no table.
  static Entry silent(Place place) {
    return new Entry(place, Map.of());
  }

  /// Reads a table; anything else is a fault.
  static Optional<Entry> read(Section section, Place place, Object value) {
    Map<?, ?> given;
    if (value instanceof Map<?, ?> table) {
      given = table;
    } else if (value instanceof String && section.shorthand().isPresent()) {
      given = Map.of(section.shorthand().get().name(), value);
    } else {
      place.fault(
          "must be a table"
              + section.shorthand().map(field -> " or " + field.kind().words()).orElse("")
              + ", not "
              + Described.of(value));
      return Optional.empty();
    }
    var entry = new Entry(place, given);
    entry.refuseUnknown(section);
    section.fields().forEach(entry::take);
    return Optional.of(entry);
  }

  private void refuseUnknown(Section section) {
    for (var key : given.keySet()) {
      var name = String.valueOf(key);
      if (!section.names().contains(name)) {
        place.child(name).unknown("is not known", name, section.names());
      }
    }
  }

  private <T> void take(Field<T> field) {
    var value = given.get(field.name());
    if (value != null) {
      field.kind().read(place(field), value).ifPresent(read -> values.put(field, read));
    } else if (field.required()) {
      place(field).fault("is missing; it must be " + field.kind().words());
    } else {
      field.usual().ifPresent(usual -> values.put(field, usual));
    }
  }

  Place place() {
    return place;
  }

  Place place(Field<?> field) {
    return place.child(field.name());
  }

  /// Whether the field stands in the text, rightly or wrongly.
  boolean gives(Field<?> field) {
    return given.containsKey(field.name());
  }

  /// Returns what the field says or what usually holds; nothing where it is wrong or left out.
  @SuppressWarnings("unchecked") // take() puts what the field's own kind has read
  <T> Optional<T> find(Field<T> field) {
    return Optional.ofNullable((T) values.get(field));
  }

  /// Returns those elements of a list that fit by themselves, by their indices; so that what is
  /// wrong with one keeps nobody from looking at the others.
  <T> Map<Integer, T> fitting(Field<List<T>> field) {
    var value = given.get(field.name());
    return value == null ? Map.of() : Kinds.fitting(field.kind(), value);
  }

  /// Returns the same of a declaration without faults, where it is always there.
  <T> T get(Field<T> field) {
    return find(field)
        .orElseThrow(
            () -> new AssertionError("a bug of ours: '" + field.name() + "' was not checked"));
  }
}
