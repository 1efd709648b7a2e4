package dev.terrarium.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object that stands on the command line.
public final class JsonArgument {
  private JsonArgument() {}

  /// Reads an object: its values are null, Boolean, Long, BigInteger, Double, String, List and Map.
  ///
  /// @param source where it stands, for messages
  /// @throws InputException if the text is not one JSON object
  public static Map<String, @Nullable Object> object(String source, String text) {
    try {
      var values = JsonDocument.parse(source, text);
      if (!text.stripLeading().startsWith("{") || !(values.getFirst() instanceof Map<?, ?> read)) {
        throw new InputException(source + " must be a JSON object, such as {\"name\": 1}");
      }
      var object = new LinkedHashMap<String, @Nullable Object>();
      read.forEach((name, value) -> object.put(String.valueOf(name), value));
      return object;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
