package dev.terrarium.message.payload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a type that was declared by them.
///
/// @param byName in their order
record DeclaredForm(Map<String, DeclaredField> byName) implements Form {
  static DeclaredForm of(String type, List<DeclaredField> fields) {
    var byName = new LinkedHashMap<String, DeclaredField>();
    for (var field : fields) {
      if (byName.put(field.name(), field) != null) {
        throw new IllegalArgumentException(
            "The payload type " + type + " has two fields named " + field.name());
      }
    }
    return new DeclaredForm(Collections.unmodifiableMap(byName));
  }

  @Override
  public List<PayloadField> fields() {
    return byName.values().stream()
        .map(field ->
            new PayloadField(
                field.name(),
                field.type().kind().description(),
                field.isRequired(),
                "",
                field.doc()))
        .toList();
  }

  @Override
  public Object make(Kind.Place place, Map<?, ? extends @Nullable Object> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String name) || !byName.containsKey(name)) {
        throw place.fault(
            "has no field \"" + key + "\"; its fields are " + String.join(", ", byName.keySet()));
      }
    }
    var values = new LinkedHashMap<String, @Nullable Object>();
    byName.forEach((name, field) -> values.put(name, value(place.at(name), field, map.get(name))));
    return new DeclaredPayload(place.type(), values);
  }

  private static @Nullable Object value(
      Kind.Place place, DeclaredField field, @Nullable Object value) {
    var kind = field.type().kind();
    if (value != null) {
      return finite(place, kind.read(place, value));
    }
    if (field.isRequired()) {
      throw place.fault("is required: expected " + kind.description());
    }
    return null;
  }

  /// Insists on finite numbers, as built-in types do, however deep they are.
  private static Object finite(Kind.Place place, Object value) {
    switch (value) {
      case Double number when !Double.isFinite(number) ->
          throw place.fault("expected a finite number, not " + number);
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          Object element = list.get(i);
          if (element instanceof Double || element instanceof List || element instanceof Map) {
            var _ = finite(place.at(i), element);
          }
        }
      }
      case Map<?, ?> map ->
          map.forEach((name, element) -> {
            if (element != null) {
              var _ = finite(place.at(String.valueOf(name)), element);
            }
          });
      default -> {}
    }
    return value;
  }

  @Override
  public Map<String, @Nullable Object> toMap(Object value) {
    return ((DeclaredPayload) value).fields();
  }
}
