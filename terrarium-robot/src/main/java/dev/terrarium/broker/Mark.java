package dev.terrarium.broker;

import dev.terrarium.worker.script.Standing;

/// Why an interpreter takes no calls: an operation that was given up and does not end.
///
/// @param culprit the operation
/// @param where what it is in
/// @param stack its Python frames, the innermost last; may be empty
record Mark(String culprit, Standing.Where where, String stack) {
  /// Whether the culprit swallows interrupts, and is not merely out of their reach.
  boolean isPoisoned() {
    return where == Standing.Where.PYTHON;
  }

  BrokerException refusal() {
    return isPoisoned()
        ? new BrokerException.InterpreterPoisoned(culprit, stack)
        : new BrokerException.InterpreterBusy(culprit, stack, words());
  }

  private String words() {
    return switch (where) {
      case WAITING -> "waits for the GIL";
      case PYTHON -> "runs Python code";
      case C -> "waits in C code";
      case HOLDING_THE_GIL -> "keeps the GIL in C code";
      case JAVA -> "waits for Java";
      case ENDED -> "is about to end";
    };
  }

  /// The whole as a report to people, with the stack.
  String report() {
    return culprit
        + (isPoisoned()
            ? " swallows its interrupts; the interpreter is poisoned"
            : " was given up and " + words() + "; the interpreter is busy")
        + (stack.isEmpty() ? "" : "\n" + stack.stripTrailing());
  }
}
