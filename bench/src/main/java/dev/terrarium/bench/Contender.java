package dev.terrarium.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;

/// One side of a row: does the same work again and again.
@FunctionalInterface
interface Contender {
  /// Runs so often, and returns the nanoseconds of each run.
  ///
  /// @throws Exception when a run has a wrong result, too
  long[] nanos(int times) throws Exception;

  /// The nanoseconds that it has worked so far, by which it is warm or not: those of this thread.
  default long worked() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// A side in another process, which has worked as long as its runs took.
  static Contender elsewhere(Contender side) {
    return new Contender() {
      private long worked;

      @Override
      public long[] nanos(int times) throws Exception {
        long[] nanos = side.nanos(times);
        worked += Arrays.stream(nanos).sum();
        return nanos;
      }

      @Override
      public long worked() {
        return worked;
      }
    };
  }

  /// A side that mostly waits, which has worked as long as it was there.
  static Contender waiting(Contender side) {
    return new Contender() {
      @Override
      public long[] nanos(int times) throws Exception {
        return side.nanos(times);
      }

      @Override
      public long worked() {
        return System.nanoTime();
      }
    };
  }

  /// A side in Java, whose results are compared with what is expected after the clock has stopped.
  static Contender of(Callable<?> run, Object expected) {
    return times -> {
      long[] nanos = new long[times];
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        Object result = run.call();
        nanos[i] = System.nanoTime() - start;
        if (!expected.equals(result)) {
          throw new IllegalStateException(
              "it gave %s in place of %s".formatted(shown(result), shown(expected)));
        }
      }
      return nanos;
    };
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
