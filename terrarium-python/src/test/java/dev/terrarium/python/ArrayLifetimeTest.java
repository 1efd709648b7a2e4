package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.testing.Collector;
import dev.terrarium.testing.OnePython;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

  /// Runs work on a thread with a stack that is too small for Python, such as the main thread of a
  /// plain `java`.
  private static void onASmallStack(Runnable work) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Runnable told =
        () -> {
          try {
            work.run();
            done.complete(true);
          } catch (Throwable failed) {
            done.completeExceptionally(failed);
          }
        };
    new Thread(null, told, "small", 512 << 10).start();
    done.get();
  }

  @Test
  void aTableThatIsClosedOnASmallStackIsReleasedBeforeItsThreadGoesOn() throws Exception {
    onASmallStack(() -> {
      NativeArray numbers = NativeArray.copyOf(1.0, 2.0);
      try (Gil gil = PYTHON.python().attach();
          ArrowTable table = ArrowTable.of(numbers.column("x"));
          ArrowTable back = gil.of(table).as(ArrowTable.class)) {
        assertThat(back.rows()).isEqualTo(2);
      }
      numbers.close();
    });
  }

  @Test
  void whatIsClosedOnASmallStackIsReleasedBeforeItsThreadGoesOn() throws Exception {
    onASmallStack(() -> {
      NativeArray numbers = NativeArray.copyOf(1.0, 2.0);
      try (Gil gil = PYTHON.python().attach();
          PyObject module = gil.run("m", "def grow(b):\n  b.append(1)\n  return len(b)");
          PyObject bytes = gil.eval("bytearray(b'ab')")) {
        KeptArray kept = gil.share(numbers).as(KeptArray.class);
        PyRef reference = gil.share(numbers).keep();
        KeptArray locked = bytes.as(KeptArray.class);
        assertThatThrownBy(() -> module.callMethod("grow", bytes))
            .hasMessageContaining("BufferError");

        kept.close();
        reference.close();
        locked.close();

        assertThat(module.callMethod("grow", bytes).as(int.class)).isEqualTo(3);
      }
      numbers.close();
    });
  }

  @Test
  void aTableOfJavaThatCameBackIsReleasedWhereverItIsClosed() {
    NativeArray numbers = NativeArray.copyOf(1.0, 2.0);
    ArrowTable back =
        PYTHON.call(gil -> {
          try (ArrowTable table = ArrowTable.of(numbers.column("x"))) {
            return gil.of(table).as(ArrowTable.class);
          }
        });
    assertThatThrownBy(numbers::close).isInstanceOf(IllegalStateException.class);

    back.close();

    numbers.close();
  }

  /// Writes memory into a pipe that is full before all of it has gone, closes it meanwhile, and
  /// reads the pipe to its end.
  private static void closedWhileItIsWritten(MemorySegment memory, AutoCloseable owner)
      throws Exception {
    Pipe pipe = Pipe.open();
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<Integer> written = writer.submit(() -> pipe.sink().write(memory.asByteBuffer()));
      ByteBuffer first = ByteBuffer.allocate(1);
      while (first.hasRemaining()) {
        pipe.source().read(first);
      }

      assertThatThrownBy(owner::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("an operation of Java's that has not ended");

      ByteBuffer rest = ByteBuffer.allocate((int) memory.byteSize() - 1);
      while (rest.hasRemaining()) {
        pipe.source().read(rest);
      }
      assertThat(written.get()).isEqualTo((int) memory.byteSize());
    } finally {
      pipe.sink().close();
      pipe.source().close();
    }
    owner.close();
    assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatCannotBeClosedWhileJavaWritesItCanBeAfterwards() throws Exception {
    NativeArray array = NativeArray.allocate(ElementType.INT8, 4 << 20);
    KeptArray kept = PYTHON.call(gil -> gil.eval("bytearray(4 << 20)").as(KeptArray.class));
    NativeArray numbers = NativeArray.allocate(ElementType.INT8, 4 << 20);
    ArrowTable table = ArrowTable.of(numbers.column("x"));

    closedWhileItIsWritten(array.segment(), array);
    closedWhileItIsWritten(kept.segment(), kept);
    closedWhileItIsWritten(table.batches().getFirst().column("x").segment(), table);

    numbers.close();
  }

  @Test
  void saysThatWhatWasLetGoOutsideARegionIsStillToBeReleased() {
    NativeArray numbers = NativeArray.copyOf(1.0, 2.0);
    PyRef shared = PYTHON.call(gil -> gil.share(numbers).keep());
    shared.close();

    assertThatThrownBy(numbers::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 array(s) in Python use this memory")
        .hasMessageContaining("released when a thread next attaches");
    PYTHON.run(Gil::none);
    numbers.close();
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

    Collector.runUntil(() ->
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
                .as(Boolean.class)));

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
