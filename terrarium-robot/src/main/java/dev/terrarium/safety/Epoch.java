package dev.terrarium.safety;

import java.util.concurrent.CountDownLatch;

/// One arming of a robot, from its beginning to its end.
///
/// A record, because reflection cannot set a record's fields; and a latch, because nobody,
/// reflection included, can open one again that was closed. It is open while the count is 1.
///
/// @param robot which was armed
/// @param number counts the armings of this robot, from 1
/// @param open is counted down when the robot stops being armed
record Epoch(RobotId robot, long number, CountDownLatch open) {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  Epoch {
    requireGate(CALLERS.getCallerClass());
  }

  /// Refuses every caller but the gate; those who come by reflection are seen through.
  static void requireGate(Class<?> caller) {
    if (caller != Gate.class) {
      throw new IllegalCallerException(
          caller.getName()
              + " cannot make a permit: only the gate does, when an operator arms the robot. Ask"
              + " Gate.permit() for the one there is");
    }
  }

  boolean isOpen() {
    return open.getCount() != 0;
  }

  void end() {
    open.countDown();
  }
}
