package dev.terrarium.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an interpreter said about itself: keys with values, in the order they were said.
///
/// The format is that of `probe.py`: lines `key=value` between two marks, with backslash and line
/// ends in values escaped.
record Answer(List<Entry> entries) {
  private static final String BEGIN = "terrarium-probe 1";
  private static final String END = "terrarium-probe end";

  record Entry(String key, String value) {}

  Answer {
    entries = List.copyOf(entries);
  }

  /// Finds the answer in what was printed; empty if there is no complete one.
  static Optional<Answer> in(String printed) {
    if (printed.indexOf('\0') >= 0) {
      return Optional.empty(); // no path and no text of ours holds one
    }
    List<Entry> entries = new ArrayList<>();
    boolean begun = false;
    for (String line : printed.split("\r?\n", -1)) {
      if (line.equals(BEGIN)) {
        begun = true;
        entries.clear();
      } else if (begun && line.equals(END)) {
        return Optional.of(new Answer(entries));
      } else if (begun) {
        int equals = line.indexOf('=');
        if (equals < 0) {
          return Optional.empty();
        }
        entries.add(new Entry(line.substring(0, equals), unescape(line.substring(equals + 1))));
      }
    }
    return Optional.empty();
  }

  /// The same format again, which [#in] reads.
  String text() {
    StringBuilder text = new StringBuilder(BEGIN).append('\n');
    for (Entry entry : entries) {
      text.append(entry.key()).append('=').append(escape(entry.value())).append('\n');
    }
    return text.append(END).append('\n').toString();
  }

  /// The value of a key; empty if it was not said or is the empty text.
  Optional<String> one(String key) {
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return entry.value().isEmpty() ? Optional.empty() : Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }

  List<String> all(String key) {
    List<String> values = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        values.add(entry.value());
      }
    }
    return values;
  }

  boolean is(String key) {
    return one(key).orElse("").equals("1");
  }

  Answer with(String key, String value) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(key, value));
    return new Answer(more);
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String value) {
    try {
      return value.translateEscapes();
    } catch (IllegalArgumentException _) {
      return value;
    }
  }
}
