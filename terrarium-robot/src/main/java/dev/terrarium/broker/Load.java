package dev.terrarium.broker;

import dev.terrarium.message.ArrayView;
import dev.terrarium.worker.script.UpcallRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much there is in what a script sends, before anything of it is copied.
final class Load {
  /// What the texts, bytes, arrays and elements of one message or goal may hold together.
  static final long MOST_BYTES = 64L << 20;

  private static final int PLACE = 8;

  private long bytes;

  private Load() {}

  /// Insists on a map of a size that may be copied, whose keys are texts wherever there are any.
  static void require(Map<?, ?> map) throws UpcallRefusal {
    var load = new Load();
    load.add(map, "");
    if (load.bytes > MOST_BYTES) {
      throw new UpcallRefusal(
          "invalid_argument",
          String.format(
              Locale.ROOT,
              "it holds %,d bytes, and a message or goal may hold %,d; send less, or in parts",
              load.bytes,
              MOST_BYTES),
          Map.of("bytes", load.bytes, "limit", MOST_BYTES));
    }
  }

  private void add(@Nullable Object value, String path) throws UpcallRefusal {
    switch (value) {
      case ArrayView array -> bytes += array.data().remaining();
      case byte[] raw -> bytes += raw.length;
      case String text -> bytes += text.length();
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          String name = name(entry.getKey(), path);
          add(entry.getValue(), path.isEmpty() ? name : path + "." + name);
        }
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          Object element = list.get(i);
          if (element instanceof List<?> || element instanceof Map<?, ?>) {
            add(element, path + "[" + i + "]");
          } else {
            add(element, path);
          }
        }
      }
      case null, default -> bytes += PLACE;
    }
  }

  private String name(@Nullable Object key, String path) throws UpcallRefusal {
    if (!(key instanceof String name)) {
      throw new UpcallRefusal(
          "invalid_argument",
          "%sthe keys of a dict are texts, not %s"
              .formatted(path.isEmpty() ? "" : path + ": ", Plain.kind(key)),
          Map.of("field", path));
    }
    bytes += name.length();
    return name;
  }
}
