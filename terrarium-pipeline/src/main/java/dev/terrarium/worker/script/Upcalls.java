package dev.terrarium.worker.script;

import org.jspecify.annotations.Nullable;

/// What answers Python code that asks Java.
@FunctionalInterface
public interface Upcalls {
  /// Answers. May block: the GIL is let go meanwhile, and an interrupt of the operation interrupts
  /// this thread.
  ///
  /// Called on the thread of the operation, and on others for spawned work: at once by several
  /// threads.
  ///
  /// @return what may be an argument of an operation
  /// @throws UpcallRefusal which Python code sees as `terrarium.bus.Refused`
  /// @throws InterruptedException when the operation is interrupted; anything else that is thrown
  ///   is a fault of ours, and is a `terrarium.JavaError` there
  @Nullable Object answer(Ask ask) throws UpcallRefusal, InterruptedException;
}
