package dev.terrarium.broker;

import java.util.concurrent.Executor;

/// The threads that a broker works with, and the clock that it lives by.
///
/// None of them runs what a user has written but [#callers()]; none but [#dispatch] ever waits for
/// Python.
interface Lanes extends AutoCloseable {
  /// The time in nanoseconds, of a clock that never goes back.
  long nanos();

  /// Runs work on the thread that opens interpreters and begins operations, in order.
  void dispatch(Runnable work);

  /// Runs work on the thread that keeps time and interrupts, at once.
  void guard(Runnable work);

  /// Runs work on the same thread when its time has come.
  Alarm guardAt(long nanos, Runnable work);

  /// Runs work on the thread that tells listeners, logs and the bus, in order.
  void tell(Runnable work);

  /// Runs what callers have hung on their stages.
  Executor callers();

  /// Ends the threads when they have done what they were given; what is timed is forgotten.
  @Override
  void close();

  /// Something timed that may be called off.
  interface Alarm {
    void cancel();
  }
}
