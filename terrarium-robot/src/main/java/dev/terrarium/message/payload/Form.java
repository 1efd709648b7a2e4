package dev.terrarium.message.payload;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a payload, and the way from maps to payloads and back.
interface Form {
  List<PayloadField> fields();

  /// Makes a payload of a map.
  ///
  /// @throws InvalidPayloadException if a key is unknown or missing, or a value does not fit
  Object make(Kind.Place place, Map<?, ? extends @Nullable Object> map);

  /// Returns a payload as a map that nobody can change, its fields in their order.
  Map<String, @Nullable Object> toMap(Object value);
}
