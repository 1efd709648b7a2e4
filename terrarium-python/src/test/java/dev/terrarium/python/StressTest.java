package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.Collector;
import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class StressTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final long LARGE_STACK = 32L << 20;

  @Test
  void manyThreadsCallAtOnce() throws Exception {
    PyRef add = PYTHON.call(gil -> gil.run("m", "def add(a, b): return a + b").attr("add").keep());
    List<Thread> threads = new ArrayList<>();
    long[] sums = new long[16];
    for (int t = 0; t < sums.length; t++) {
      int own = t;
      Runnable calls =
          () -> {
            for (int i = 0; i < 500; i++) {
              sums[own] = add.call(long.class, sums[own], (long) i);
            }
          };
      threads.add(
          t % 4 == 0
              ? Thread.ofVirtual().unstarted(calls)
              : new Thread(null, calls, "caller", t % 2 == 0 ? 0 : LARGE_STACK));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    add.close();

    assertThat(sums).containsOnly(500 * 499 / 2);
  }

  @Test
  void threadsThatComeAndGoLeaveNoStateBehind() throws Exception {
    int before = PYTHON.python().statistics().attachedThreads();
    for (int i = 0; i < 200; i++) {
      Thread thread =
          new Thread(
              null,
              () -> {
                try (Gil gil = PYTHON.python().attach()) {
                  assertThat(gil.eval("1 + 1").as(int.class)).isEqualTo(2);
                }
              },
              "passing",
              LARGE_STACK);
      thread.start();
      thread.join();
    }

    Collector.runUntil(() -> {
      PYTHON.run(_ -> {}); // What the cleaner found is cleared by who takes the GIL next.
      return PYTHON.python().statistics().attachedThreads() <= before + 2;
    });
  }

  @Test
  void aThreadThatClearsAwayAnotherIsStillKnownToNativeCode() {
    PYTHON.run(gil -> {
      PyObject check = gil.importModule("ctypes").attr("pythonapi").attr("PyGILState_Check");
      gil.released(StressTest::visitFromAnotherThread);
      int visited = PYTHON.python().statistics().attachedThreads();
      Collector.runUntil(() -> {
        gil.released(() -> PYTHON.call(Gil::isRelayed)); // Taking the GIL clears away the dead.
        return PYTHON.python().statistics().attachedThreads() < visited;
      });

      assertThat(check.call(int.class)).isOne();
    });
  }

  private static boolean visitFromAnotherThread() {
    Thread visitor =
        new Thread(null, () -> PYTHON.python().attach().close(), "visitor", LARGE_STACK);
    visitor.start();
    try {
      visitor.join();
      return true;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void twoThousandVirtualThreadsAreServed() throws Exception {
    PyRef square = PYTHON.call(gil -> gil.eval("lambda x: x * x").keep());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> results = new ArrayList<>();
      for (long i = 0; i < 2000; i++) {
        long own = i;
        results.add(threads.submit(() -> square.call(long.class, own)));
      }
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo((long) i * i);
      }
    }
    square.close();
  }

  @Test
  void aHundredThousandCallsLeaveNothingInTheInterpreter() {
    String source =
        """
        import gc, sys
        def f(x): return {'x': [x, str(x)]}
        def blocks():
            gc.collect()
            return sys.getallocatedblocks()
        """;
    PYTHON.run(outer -> { // On a carrier: this is about what a call leaves, not about hand-overs.
      PyRef f = outer.run("m", source).attr("f").keep();
      PyRef blocks = outer.run("m", source).attr("blocks").keep();
      long before = 0;
      for (int round = 0; round < 4; round++) {
        if (round == 1) {
          before = blocks.call(long.class);
        }
        for (int i = 0; i < 25_000; i++) {
          try (Gil gil = PYTHON.python().attach()) {
            assertThat(gil.of(f).call(i).item("x").item(0).as(int.class)).isEqualTo(i);
          }
        }
      }

      assertThat(blocks.call(long.class) - before)
          .as("blocks that were left; what other tests had left may be gone meanwhile")
          .isLessThan(200);

      f.close();
      blocks.close();
    });
  }

  @Test
  void collectionsUnderPressureReleaseNothingEarly() {
    try (Gil outer = PYTHON.python().attach()) {
      PyObject module = outer.run("m", "def f(x): return [x]");
      for (int i = 0; i < 300; i++) {
        try (Gil _ = PYTHON.python().attach()) {
          PyObject made = module.attr("f").call("text " + i);
          byte[] garbage = new byte[1 << 20];
          garbage[i] = 1;
          if (i % 30 == 0) {
            System.gc();
          }
          assertThat(made.item(0).str()).isEqualTo("text " + i);
        }
      }
    }
  }
}
