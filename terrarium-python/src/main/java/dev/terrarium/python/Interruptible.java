package dev.terrarium.python;

import java.util.List;

/// What an interrupt can be meant for: a call on a carrier, or whatever a thread does in its
/// outermost region.
interface Interruptible {
  /// The thread that runs it, as Python knows it.
  Attachment attachment();

  /// Raises an interrupt without the GIL, where a signal can do that; says whether it could.
  boolean signal();

  /// Raises an interrupt, unless it has ended; says whether it goes on. Needs the GIL.
  boolean raise(Interruption interruption);

  /// Takes back what was asked for and not raised. Needs the GIL.
  void takeBack(Interruption interruption);

  /// Wakes Java code that waits, as [Thread#interrupt] does; tells the interruption where no Python
  /// code is there to raise an exception when that code is left.
  void nudge(Interruption interruption);

  /// What else runs.
  List<RunningCall> others();
}
