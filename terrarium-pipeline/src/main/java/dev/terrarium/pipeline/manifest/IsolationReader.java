package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Conduct.Isolation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads where a node is to run.
final class IsolationReader {
  static final int MOST_WORKERS = 256;

  private static final List<String> WORDS =
      Arrays.stream(Isolation.values()).map(IsolationReader::word).toList();

  private IsolationReader() {}

  static Isolation read(Fields node) {
    return node.word("isolation", WORDS)
        .map(word -> Isolation.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Isolation.INLINE);
  }

  /// Reads how many processes it is to run in.
  static int workers(Fields node) {
    var workers = node.wholeBetween("workers", 1, MOST_WORKERS);
    boolean isApart = node.any("isolation").filter(word(Isolation.PROCESS)::equals).isPresent();
    if (workers.isPresent() && !isApart) {
      node.fault("workers", "goes with \"isolation\": \"process\" alone");
    }
    return workers.orElse(1);
  }

  private static String word(Isolation isolation) {
    return isolation.name().toLowerCase(Locale.ROOT);
  }
}
