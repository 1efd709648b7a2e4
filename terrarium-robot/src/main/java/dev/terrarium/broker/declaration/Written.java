package dev.terrarium.broker.declaration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One table of a declaration, as it is written: what usually holds is left out.
final class Written {
  private final Map<String, Object> table = new LinkedHashMap<>();

  <T> Written put(Field<T> field, T value) {
    if (!Optional.of(value).equals(field.usual())) {
      table.put(field.name(), field.kind().write(value));
    }
    return this;
  }

  <T> Written putIfThere(Field<T> field, Optional<T> value) {
    value.ifPresent(there -> table.put(field.name(), field.kind().write(there)));
    return this;
  }

  Map<String, Object> table() {
    return table;
  }
}
