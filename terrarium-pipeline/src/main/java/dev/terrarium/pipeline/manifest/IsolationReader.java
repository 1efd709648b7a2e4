package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Conduct.Isolation;
import java.util.List;

/// Reads where a node is to run.
final class IsolationReader {
  private static final String PROCESS = "process";
  private static final List<String> WORDS = List.of("inline", "thread");

  private static final String OTHERS = " (process is refused: there is no process worker yet)";

  private IsolationReader() {}

  static Isolation read(Fields node) {
    boolean inProcess = node.any("isolation").filter(PROCESS::equals).isPresent();
    if (inProcess) {
      node.fault(
          "isolation",
          "the node cannot run in a process of its own: there is no process worker yet; \"thread\""
              + " gives it a thread of its own");
    }
    if (node.wholeAtLeast("workers", 1).isPresent() && !inProcess) {
      node.fault("workers", "goes with \"isolation\": \"process\" alone");
    }
    return !inProcess && node.word("isolation", WORDS, OTHERS).filter("thread"::equals).isPresent()
        ? Isolation.THREAD
        : Isolation.INLINE;
  }
}
