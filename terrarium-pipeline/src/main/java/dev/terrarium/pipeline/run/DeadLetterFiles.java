package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.UnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files of failed items of one run, each open once whoever names it.
final class DeadLetterFiles {
  private final Map<String, DeadLetterFile> files = new LinkedHashMap<>();

  /// Returns what adds to a file, which [#open()] opens.
  DeadLetters to(String name) {
    return files.computeIfAbsent(name, DeadLetterFile::new);
  }

  /// Opens all of them.
  ///
  /// @throws UnavailableException if one cannot be written
  void open() {
    files.values().forEach(DeadLetterFile::open);
  }

  /// Closes those that are open.
  void close() {
    files.values().forEach(DeadLetterFile::close);
  }
}
