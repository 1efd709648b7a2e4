package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Memory that both collectors and many threads let go of.
@Tag("native")
class ArrayLifetimeTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final int THREADS = 8;
  private static final int ROUNDS = 100;

  private static <T> List<T> everywhere(Callable<T> work) throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        running.add(
            threads.submit(() -> {
              together.await();
              return work.call();
            }));
      }
      for (Future<T> each : running) {
        results.add(each.get());
      }
    }
    return results;
  }

  @Test
  void oneArrayIsSharedByManyThreadsAndClosedAfterTheLast() throws Exception {
    NativeArray array = NativeArray.copyOf(1.0, 2.0, 3.0);

    List<Double> sums =
        everywhere(() -> {
          double sum = 0;
          for (int round = 0; round < ROUNDS; round++) {
            sum +=
                PYTHON.call(gil -> {
                  PyObject shared = gil.share(array);
                  return shared.array().getDouble(2)
                      + shared.callMethod("__dlpack__").array().getDouble(0);
                });
          }
          return sum;
        });

    assertThat(sums).containsOnly(4.0 * ROUNDS);
    array.close();
  }

  @Test
  void anArrayThatOnlyACycleOfPythonHoldsIsFreedByItsCollector() {
    NativeArray array = NativeArray.copyOf(1.0);
    PYTHON.run(gil ->
        gil.run("m", "def f(a):\n l = [memoryview(a)]\n l.append(l)")
            .callMethod("f", gil.share(array)));

    assertThatThrownBy(array::close).isInstanceOf(IllegalStateException.class);
    PYTHON.run(gil -> gil.importModule("gc").callMethod("collect"));
    array.close();
  }

  @Test
  void anArrayOfJavaThatOnlyPythonHoldsIsNotCollected() {
    PyRef shared = PYTHON.call(gil -> gil.share(forgotten()).keep());
    for (int i = 0; i < 3; i++) {
      System.gc();
    }

    NativeArray found = PYTHON.call(gil -> gil.of(shared).as(NativeArray.class));
    assertThat(found.getLong(1)).isEqualTo(43);
    shared.close();
    PYTHON.run(Gil::none);
    found.close();
  }

  private static NativeArray forgotten() {
    return NativeArray.copyOf(42L, 43L);
  }

  @Test
  void aKeptViewThatWasForgottenIsGivenBackByTheCollector() {
    PyRef bytes =
        PYTHON.call(gil -> {
          PyObject made = gil.eval("bytearray(b'abc')");
          made.array().keep();
          return made.keep();
        });
    boolean given = false;
    for (int i = 0; i < 200 && !given; i++) {
      System.gc();
      given =
          PYTHON.call(gil ->
              gil.run(
                      "m",
                      """
                      def f(b):
                          try: b.append(1)
                          except BufferError: return False
                          return True
                      """)
                  .callMethod("f", gil.of(bytes))
                  .as(Boolean.class));
    }

    assertThat(given).isTrue();
    bytes.close();
  }

  @Test
  void aKeptViewIsClosedByOneOfManyThreadsWhileOthersRead() throws Exception {
    for (int round = 0; round < 20; round++) {
      KeptArray kept = PYTHON.call(gil -> gil.eval("bytearray(b'abc')").as(KeptArray.class));

      List<Boolean> read =
          everywhere(() -> {
            try {
              for (int i = 0; i < ROUNDS; i++) {
                assertThat(kept.getLong(1)).isEqualTo('b');
              }
              kept.close();
              return true;
            } catch (IllegalStateException closed) {
              return false;
            }
          });

      assertThat(read).contains(true);
      assertThatThrownBy(() -> kept.getLong(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aCopyThatPythonAskedForIsFreedWithItsCapsule() {
    int before = NativeArray.ALIVE.get();
    try (NativeArray array = NativeArray.copyOf(1.0)) {
      PYTHON.run(gil -> {
        PyObject ask = gil.run("m", "def f(a): return a.__dlpack__(copy=True)").attr("f");
        for (int i = 0; i < ROUNDS; i++) {
          ask.call(gil.share(array)).close();
        }
      });
    }
    assertThat(NativeArray.ALIVE.get()).isEqualTo(before);
  }
}
