package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Conduct.Isolation;
import java.util.List;

/// Reads where a node is to run.
final class IsolationReader {
  private static final String PROCESS = "process";
  private static final List<String> WORDS = List.of("inline", "thread", PROCESS);

  private IsolationReader() {}

  static Isolation read(Fields node) {
    var word = node.word("isolation", WORDS).orElse("inline");
    if (PROCESS.equals(word)) {
      node.fault(
          "isolation",
          "the node cannot run in a process of its own: there is no process worker yet; \"thread\""
              + " gives it a thread of its own");
    }
    if (node.wholeAtLeast("workers", 1).isPresent() && !PROCESS.equals(word)) {
      node.fault("workers", "goes with \"isolation\": \"process\" alone");
    }
    return "thread".equals(word) ? Isolation.THREAD : Isolation.INLINE;
  }
}
