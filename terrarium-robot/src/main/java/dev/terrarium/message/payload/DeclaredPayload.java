package dev.terrarium.message.payload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message of a type that was declared by its fields, without a class of its own.
///
/// Its type makes it: see [PayloadType#declared].
///
/// @param type the name of its type
/// @param fields by name, in the order of the type; null where one is not there
public record DeclaredPayload(String type, Map<String, @Nullable Object> fields)
    implements Payload {
  public DeclaredPayload {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
