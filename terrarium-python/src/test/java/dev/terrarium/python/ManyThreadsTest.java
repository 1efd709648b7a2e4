package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.Extent;
import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Threads of every kind that do a bit of everything at once, by seeded random.
@Tag("native")
class ManyThreadsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final int THREADS = 32;
  private static final long SEED = 20_260_801;
  private static final long LARGE_STACK = 32L << 20;
  private static final Duration TIME = Duration.ofSeconds(Extent.of(1, 180));

  private static final String MODULE =
      """
      def add(a, b): return a + b
      def wraps(x): return {"text": [str(x)], "number": x}
      def calls(java, x): return java(x) + 1
      def fails(x): raise ValueError(f"no {x}")
      def counts(n):
          for i in range(n):
              yield i
      """;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong done = new AtomicLong();

  @Test
  void thirtyTwoThreadsCallWithoutGettingInEachOthersWay() throws Exception {
    PyRef module = PYTHON.call(gil -> gil.run("many", MODULE).keep());
    long end = System.nanoTime() + TIME.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < THREADS; number++) {
      SplittableRandom random = new SplittableRandom(SEED + number);
      threads.add(thread(number, () -> work(module, random, end)));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    module.close();

    assertThat(failures).as("with seed " + SEED).isEmpty();
    assertThat(done).hasValueGreaterThan(THREADS);
  }

  private static Thread thread(int number, Runnable work) {
    return switch (number % 3) {
      case 0 -> new Thread(null, work, "large", LARGE_STACK);
      case 1 -> new Thread(null, work, "small", 1 << 18);
      default -> Thread.ofVirtual().unstarted(work);
    };
  }

  private void work(PyRef module, SplittableRandom random, long end) {
    try {
      while (System.nanoTime() < end && failures.isEmpty()) {
        step(module, random.nextInt(6), random.nextInt(1_000_000));
        done.incrementAndGet();
      }
    } catch (Throwable failure) {
      failures.add(failure);
    }
  }

  private static void step(PyRef module, int what, int number) {
    try (Gil gil = PYTHON.python().attach()) {
      PyObject many = gil.of(module);
      switch (what) {
        case 0 -> assertThat(many.callMethod("add", number, 1).as(int.class)).isEqualTo(number + 1);
        case 1 -> {
          PyObject wrapped = many.callMethod("wraps", number);
          assertThat(wrapped.item("text").item(0).str()).isEqualTo(Integer.toString(number));
        }
        case 2 -> {
          PyObject java = gil.function("java", given -> 2 * given.as(0, int.class));
          assertThat(many.callMethod("calls", java, number).as(int.class))
              .isEqualTo(2 * number + 1);
        }
        case 3 -> failsWith(many, "fails", number, "no " + number);
        case 4 -> {
          try (PyRef kept = many.callMethod("wraps", number).keep()) {
            assertThat(gil.of(kept).item("number").as(int.class)).isEqualTo(number);
          }
        }
        default -> {
          int[] sum = {0};
          for (PyObject each : many.callMethod("counts", number % 50)) {
            sum[0] += each.as(int.class);
          }
          assertThat(sum[0]).isEqualTo((number % 50) * (number % 50 - 1) / 2);
        }
      }
    }
  }

  private static void failsWith(PyObject many, String function, int number, String message) {
    try {
      many.callMethod(function, number);
      throw new AssertionError("nothing was raised");
    } catch (PythonException raised) {
      assertThat(raised).hasMessageContaining(message);
      raised.value().close();
    }
  }
}
