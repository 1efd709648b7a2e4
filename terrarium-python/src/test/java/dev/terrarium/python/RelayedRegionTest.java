package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
