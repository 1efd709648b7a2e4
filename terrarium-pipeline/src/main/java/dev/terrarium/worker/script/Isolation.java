package dev.terrarium.worker.script;

/// Where the scripts of an owner run.
public enum Isolation {
  /// In the interpreter of this process: the fastest, and what neither ends nor lets the GIL go
  /// cannot be removed.
  INLINE,
  /// In a process of its own, which can be ended at any moment.
  PROCESS
}
