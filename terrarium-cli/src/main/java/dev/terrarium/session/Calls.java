package dev.terrarium.session;

import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import java.util.Arrays;

/// Calls from Java to Python and back, timed.
final class Calls {
  private static final int WARM_UP = 20_000;
  private static final int ROUNDS = 501;
  private static final int CALLS_PER_ROUND = 20;

  private Calls() {}

  static long median(Gil gil) {
    PyObject identity = gil.eval("lambda x: x");
    for (int i = 0; i < WARM_UP; i++) {
      identity.call(long.class, i);
    }
    long[] rounds = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        identity.call(long.class, i);
      }
      rounds[round] = (System.nanoTime() - begun) / CALLS_PER_ROUND;
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }
}
