package dev.terrarium.worker;

import dev.terrarium.pipeline.KnownByName;

/// A worker process that ended while it was at work on something: who, how, and what it said last.
public final class WorkerCrashedException extends Exception implements KnownByName {
  private static final long serialVersionUID = 1L;

  private static final int SIGNALS = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int KILLED = 9;

  private final String node;
  private final int status;
  private final String how;
  private final String lastLines;

  /// @param node the id of the node that it ran
  /// @param status its exit status; above 128 for a signal, as shells have it; -1 if it had to be
  ///   ended
  /// @param how what became of it, as a sentence
  /// @param lastLines what it wrote last to standard error; may be empty
  public WorkerCrashedException(String node, int status, String how, String lastLines) {
    super(
        lastLines.isEmpty()
            ? how
            : how + "; its last words:\n" + lastLines.indent(4).stripTrailing());
    this.node = node;
    this.status = status;
    this.how = how;
    this.lastLines = lastLines;
  }

  /// Returns the id of the node that it ran.
  public String node() {
    return node;
  }

  /// Returns its exit status; above 128 for a signal, as shells have it; -1 if it had to be ended.
  public int status() {
    return status;
  }

  /// Returns the same as Python's `subprocess` has it: a signal as a negative number, and -9 if it
  /// had to be ended.
  public int exitCode() {
    boolean isSignal = status > SIGNALS && status <= SIGNALS + LAST_SIGNAL;
    return isSignal ? SIGNALS - status : status < 0 ? -KILLED : status;
  }

  /// Returns what became of it, as a sentence, without what it wrote.
  public String how() {
    return how;
  }

  /// Returns what it wrote last to standard error; may be empty.
  public String lastLines() {
    return lastLines;
  }
}
