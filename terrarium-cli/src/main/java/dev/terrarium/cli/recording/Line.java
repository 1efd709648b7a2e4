package dev.terrarium.cli.recording;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a recording.
///
/// @param file the recording, for messages
/// @param number the line's, from 1
/// @param object what stands on it
record Line(String file, long number, Map<?, ?> object) {
  /// @throws RecordingException if the line is no object
  static Line of(String file, long number, @Nullable Object value) {
    var line = new Line(file, number, value instanceof Map<?, ?> map ? map : Map.of());
    if (!(value instanceof Map)) {
      throw line.fault("it is no object, as the lines of a recording are");
    }
    return line;
  }

  @Nullable Object get(String key) {
    return object.get(key);
  }

  boolean has(String key) {
    return object.containsKey(key);
  }

  String text(String key) {
    if (get(key) instanceof String text) {
      return text;
    }
    throw fault("'" + key + "' is missing, or no text");
  }

  List<String> texts(String key) {
    if (get(key) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw fault("'" + key + "' is missing, or no list of texts");
  }

  RecordingException fault(String reason) {
    return new RecordingException(file + ", line " + number + ": " + reason + ".");
  }
}
