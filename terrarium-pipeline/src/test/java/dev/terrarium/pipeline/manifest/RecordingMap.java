package dev.terrarium.pipeline.manifest;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object of a document that notes the paths of the fields it is asked for.
final class RecordingMap extends AbstractMap<String, @Nullable Object> {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private final String path;
  private final Set<String> asked;

  private RecordingMap(String path, Map<?, ?> fields, Set<String> asked) {
    this.path = path;
    this.asked = asked;
    fields.forEach((name, value) ->
        this.fields.put(String.valueOf(name), of(path + "." + name, value, asked)));
  }

  /// Returns a document all of whose objects note what they are asked for; `[]` stands for any
  /// element of a list.
  static @Nullable Object of(String path, @Nullable Object value, Set<String> asked) {
    return switch (value) {
      case Map<?, ?> map -> new RecordingMap(path, map, asked);
      case List<?> list -> list.stream().map(element -> of(path + "[]", element, asked)).toList();
      case null, default -> value;
    };
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    asked.add(path + "." + name);
    return fields.get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return fields.containsKey(name);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return fields.entrySet();
  }
}
