package dev.terrarium.broker;

import dev.terrarium.worker.script.Standing;
import dev.terrarium.worker.script.Standing.Where;

/// Why an interpreter takes no calls: an operation that was given up and does not end.
///
/// @param culprit the operation
/// @param standing where it was seen
record Mark(String culprit, Standing standing) {
  /// As many interrupts are not raised in code that merely cleans up.
  private static final int MANY = 3;

  /// Whether the culprit swallows interrupts, and is not merely out of their reach.
  boolean isPoisoned() {
    return standing.where() != Where.CONVERTING
        && (standing.raised() >= MANY
            || (standing.raised() > 0 && standing.where() == Where.PYTHON));
  }

  /// Whether one look is not enough to say so: an interrupt, or the answer to who looks, may just
  /// have been late, and what the interrupt has raised is still being read.
  boolean isDoubtful() {
    return switch (standing.where()) {
      case PYTHON, HOLDING_THE_GIL -> !isPoisoned();
      case CONVERTING -> true;
      case WAITING, C, JAVA, ENDED -> false;
    };
  }

  BrokerException refusal() {
    return isPoisoned()
        ? new BrokerException.InterpreterPoisoned(culprit, standing.stack())
        : new BrokerException.InterpreterBusy(culprit, standing.stack(), words());
  }

  BrokerEvent event() {
    return new BrokerEvent.Marked(culprit, isPoisoned(), standing.stack());
  }

  private String words() {
    return switch (standing.where()) {
      case WAITING -> "waits for the GIL";
      case PYTHON -> "runs Python code";
      case C -> "waits in C code";
      case HOLDING_THE_GIL -> "keeps the GIL in C code";
      case JAVA -> "waits for Java";
      case CONVERTING -> "has its arguments, its result or what it raised converted";
      case ENDED -> "is about to end";
    };
  }

  /// The whole as a report to people, with the stack.
  String report() {
    return culprit
        + (isPoisoned()
            ? " swallows its interrupts; the interpreter is poisoned"
            : " was given up and " + words() + "; the interpreter is busy")
        + (standing.stack().isEmpty() ? "" : "\n" + standing.stack().stripTrailing());
  }
}
