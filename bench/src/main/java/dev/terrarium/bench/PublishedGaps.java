package dev.terrarium.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The longest gaps between two commands that others have published, on their machines.
///
/// They are aiofranka's, of a simulated robot, as published with its release 0.7.0, which compares
/// its loop in C++, which never takes the GIL, with its former one in Python.
enum PublishedGaps {
  NOTHING("nothing", "1.3 ms", "1.2 ms"),
  BLOCKED("the event loop is blocked for 300 ms", "302 ms", "1.3 ms"),
  HELD("a thread holds the GIL for 300 ms", "18.8 ms", "1.2 ms");

  private final String title;
  private final String python;
  private final String cpp;

  /// @param python the longest gap of the loop in Python
  /// @param cpp that of the loop in C++
  PublishedGaps(String title, String python, String cpp) {
    this.title = title;
    this.python = python;
    this.cpp = cpp;
  }

  /// Returns rows such as a results file has.
  static List<Map<String, Object>> rows() {
    return Stream.concat(
            Arrays.stream(values()).map(each -> each.row("loop in Python", each.python)),
            Arrays.stream(values()).map(each -> each.row("loop in C++", each.cpp)))
        .toList();
  }

  private Map<String, Object> row(String loop, String longest) {
    return Map.of(
        "title",
        title,
        "side",
        "aiofranka 0.7.0, " + loop + ", as published",
        "published",
        longest);
  }
}
