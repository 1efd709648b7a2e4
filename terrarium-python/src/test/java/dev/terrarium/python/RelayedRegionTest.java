package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.testing.OnePython;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Regions that a carrier holds for a thread which must not run Python itself.
@Tag("native")
class RelayedRegionTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final Python python = PYTHON.python();

  @Test
  void refusesAnObjectAfterItsRegionHasEnded() throws Exception {
    onAVirtualThread(() -> {
      PyObject object;
      try (Gil gil = python.attach()) {
        object = gil.of("text");
      }

      assertThatIllegalStateException()
          .isThrownBy(object::str)
          .withMessageContaining("region of the GIL is closed");
      assertThat(object.toString()).contains("cannot be shown");
    });
  }

  @Test
  void holdsWhatReferencesThatTravelDoInIt() throws Exception {
    onAVirtualThread(() -> {
      try (Gil gil = python.attach()) {
        PythonException group =
            catchThrowableOfType(
                PythonException.class,
                () ->
                    gil.run(
                        "m",
                        "try:\n  1 / 0\nexcept ZeroDivisionError as e:\n  raise OSError(7) from e"));
        assertThat(group.traceback()).contains("ZeroDivisionError").contains("OSError: 7");
        assertThat(group.exceptions()).isEmpty();

        PyObject one = gil.of(1);
        try (PyRef numbers = gil.eval("(n * n for n in range(4))").keep();
            Items<Long> squares = numbers.iterate(Long.class)) {
          assertThat(squares.next() + squares.next() + squares.next()).isEqualTo(5);
        }
        assertThat(python.<Long>call(inner -> inner.of(2).op(Operator.ADD, one).as(long.class)))
            .isEqualTo(3);
        assertThat(gil.released(() -> python.<Long>call(g -> g.eval("4").as(long.class))))
            .isEqualTo(4);
        group.value().close();
      }
    });
  }

  @Test
  void goesOnAfterARegionWasClosedTooEarly() throws Exception {
    onAVirtualThread(() -> {
      try (Gil outer = python.attach()) {
        PyObject kept = outer.of("outer");
        try (Gil inner = python.attach()) {
          assertThatIllegalStateException()
              .isThrownBy(outer::close)
              .withMessageContaining("reverse order");
          try (Gil third = python.attach()) {
            assertThat(third.of(1).as(long.class)).isEqualTo(1);
          }
          assertThat(inner.of("inner").str()).isEqualTo("inner");
        }
        assertThat(kept.str()).isEqualTo("outer");
      }
      try (Gil again = python.attach()) {
        assertThat(again.of("again").str()).isEqualTo("again");
      }
    });
  }

  private static void onAVirtualThread(Runnable work) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(work).get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    }
  }
}
