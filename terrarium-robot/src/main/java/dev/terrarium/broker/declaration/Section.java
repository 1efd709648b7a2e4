package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.Optional;

/// A table of a declaration, with the fields that it may have.
///
/// @param name where it stands, such as `robot` or `topics.PATH`
/// @param fields in the order in which they are written
/// @param shorthand the field that a text in place of the table stands for, if one may stand there
record Section(String name, List<Field<?>> fields, Optional<Field<?>> shorthand) {
  Section {
    fields = List.copyOf(fields);
  }

  static Section of(String name, Field<?>... fields) {
    return new Section(name, List.of(fields), Optional.empty());
  }

  /// Returns the same, for which a text may stand that gives its first field.
  Section orFirstField() {
    return new Section(name, fields, Optional.of(fields.getFirst()));
  }

  List<String> names() {
    return fields.stream().<String>map(Field::name).toList();
  }
}
