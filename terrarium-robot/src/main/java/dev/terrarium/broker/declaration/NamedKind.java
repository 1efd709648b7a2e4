package dev.terrarium.broker.declaration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A table whose keys are names that the user chose.
///
/// @param words what is expected there
/// @param name what a name may be
/// @param element what stands under each
record NamedKind<T>(String words, Kind<String> name, Kind<T> element)
    implements Kind<Map<String, T>> {
  @Override
  public Optional<Map<String, T>> read(Place place, Object value) {
    if (!(value instanceof Map<?, ?> table)) {
      place.fault("must be " + words + ", not " + Described.of(value));
      return Optional.empty();
    }
    int before = place.findings().count();
    var read = new LinkedHashMap<String, T>();
    for (var one : table.entrySet()) {
      var key = String.valueOf(one.getKey());
      var there = place.child(key);
      name.read(there, key);
      element.read(there, one.getValue()).ifPresent(known -> read.put(key, known));
    }
    return place.findings().count() == before ? Optional.of(read) : Optional.empty();
  }

  @Override
  public Object write(Map<String, T> values) {
    var table = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> table.put(key, element.write(value)));
    return table;
  }
}
