package dev.terrarium.worker.script;

/// Where an operation stands at one moment.
///
/// @param where what it is in
/// @param stack what Python would print of its frames, the innermost last; empty where they cannot
///   be had, as while somebody keeps the GIL
/// @param raised how often an interrupt was raised in its Python code so far, by which the code did
///   not end; what was known last where that cannot be had
public record Standing(Where where, String stack, int raised) {
  /// Of which nothing else is known.
  public Standing(Where where) {
    this(where, "", 0);
  }

  /// What an operation is in.
  public enum Where {
    /// It waits for a thread or for the GIL, and has not begun.
    WAITING,
    /// It runs Python code.
    PYTHON,
    /// It waits in C code which has let the GIL go: others can run Python.
    C,
    /// Its thread keeps the GIL and gives it to nobody, as C code may.
    HOLDING_THE_GIL,
    /// It waits for an answer of Java's.
    JAVA,
    /// What it takes, or what came of it, which may be what it raised, is being converted; none of
    /// its own code runs.
    CONVERTING,
    /// It has ended.
    ENDED
  }
}
