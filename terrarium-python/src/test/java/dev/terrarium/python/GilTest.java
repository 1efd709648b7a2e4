package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.Interpreters;
import dev.terrarium.testing.OnePython;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class GilTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// Runs a test on a thread of each kind there is, one after the other.
  private static void onEveryKindOfThread(Runnable test) {
    on(task -> new Thread(null, task, "large", 64L << 20).start(), test);
    on(task -> new Thread(null, task, "small", 512L << 10).start(), test);
    on(Thread::startVirtualThread, test);
  }

  private static void on(Consumer<Runnable> starter, Runnable test) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    starter.accept(() -> {
      try {
        test.run();
        done.complete(null);
      } catch (Throwable failed) {
        done.completeExceptionally(failed);
      }
    });
    done.join();
  }

  @Test
  void anyKindOfThreadMayAttach() {
    onEveryKindOfThread(() -> {
      try (Gil gil = PYTHON.python().attach()) {
        PyObject module = gil.run("m", "def f(x, y=1): return x + y");

        assertThat(module.attr("f").call(long.class, 41L)).isEqualTo(42L);
        assertThat(module.hasAttr("g")).isFalse();
        assertThat(gil.eval("[1, 2]").iterator().next().as(int.class)).isEqualTo(1);
      }
    });
  }

  @Test
  void regionsNestOnAnyKindOfThread() {
    onEveryKindOfThread(() -> {
      try (Gil outer = PYTHON.python().attach()) {
        PyObject kept = outer.eval("'outer'");
        PyObject gone;
        try (Gil inner = PYTHON.python().attach()) {
          gone = inner.eval("'inner'");
        }

        assertThat(kept.str()).isEqualTo("outer");
        assertThatThrownBy(gone::str)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("this region of the GIL is closed");
      }
    });
  }

  private static final String DEEP =
      """
      def nested(n):
          made = []
          for _ in range(n):
              made = [made]
          return made
      def deep_repr():
          try:
              return len(repr(nested(50_000))) == 100_002
          except RecursionError:
              return True
      def deep_comparison():
          return nested(1_000_000) == nested(1_000_000)
      """;

  @Test
  void deepRecursionInCIsARecursionErrorOnAnyKindOfThread() {
    onEveryKindOfThread(() -> {
      try (Gil gil = PYTHON.python().attach()) {
        PyObject module = gil.run("m", DEEP);

        assertThatThrownBy(() -> module.callMethod("deep_comparison"))
            .isInstanceOf(PythonException.class)
            .hasMessageStartingWith("RecursionError");
        assertThat(module.callMethod("deep_repr").isTrue()).isTrue();
      }
    });
  }

  @Test
  void anObjectIsUselessAfterItsRegion() {
    AtomicReference<PyObject> escaped = new AtomicReference<>();
    PYTHON.run(gil -> escaped.set(gil.eval("1")));

    assertThatThrownBy(() -> escaped.get().str())
        .isInstanceOfAny(IllegalStateException.class, WrongThreadException.class);
    assertThat(escaped.get().toString()).startsWith("a Python object that cannot be shown here");
  }

  @Test
  void anObjectClosedEarlyIsUseless() {
    PYTHON.run(gil -> {
      PyObject object = gil.eval("'x'");
      object.close();
      object.close();

      assertThatThrownBy(object::str)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this Python object was closed");
    });
  }

  @Test
  void anotherThreadMustAttachForItself() throws Exception {
    try (Gil gil = PYTHON.python().attach()) {
      PyObject object = gil.eval("'x'");
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread other = new Thread(() -> thrown.set(refusal(object::str)), "other");
      other.start();
      other.join();

      assertThat(thrown.get())
          .isInstanceOf(WrongThreadException.class)
          .hasMessageContaining("attach here as well");
    }
  }

  private static Throwable refusal(Supplier<String> use) {
    try {
      return new AssertionError("was let through: " + use.get());
    } catch (RuntimeException refused) {
      return refused;
    }
  }

  @Test
  void regionsCloseInReverseOrder() {
    PYTHON.run(outer -> {
      Gil inner = PYTHON.python().attach();

      assertThatThrownBy(outer::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("reverse order");

      inner.close();
    });
  }

  @Test
  void theGilIsFreeWhileJavaWorksOnAnyKindOfThread() {
    onEveryKindOfThread(() -> {
      try (Gil gil = PYTHON.python().attach()) {
        PyObject object = gil.eval("'x'");

        String seen =
            gil.released(() -> {
              assertThatThrownBy(object::str)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("released");
              return fromAnotherThread() + fromARegionWithin();
            });

        assertThat(seen).isEqualTo("other within");
        assertThat(object.str()).isEqualTo("x");
      }
    });
  }

  private static String fromARegionWithin() {
    try (Gil gil = PYTHON.python().attach()) {
      return gil.eval("' within'").str();
    }
  }

  /// Needs the GIL on another thread, so it would wait for ever if this one had kept it.
  private static String fromAnotherThread() {
    CompletableFuture<String> text = new CompletableFuture<>();
    new Thread(() -> text.complete(PYTHON.call(gil -> gil.eval("'other'").str()))).start();
    return text.join();
  }

  @Test
  void aClosedHandleToPythonRefusesWork() {
    Python handle = Python.open(Interpreters.options());
    handle.close();

    assertThatThrownBy(handle::attach)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(PYTHON.<Integer>call(gil -> gil.eval("1").as(int.class))).isEqualTo(1);
  }

  @Test
  void anInterpreterWithOtherOptionsIsRefused() {
    PythonOptions other = Interpreters.options().withStdout(text -> {});

    assertThatThrownBy(() -> Python.open(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a process has one interpreter")
        .hasMessageEndingWith("; its stdout goes to the process, and a consumer was asked for");
  }

  @Test
  void theRefusalOfOtherOptionsNamesEachWithBothValues() {
    PythonOptions other =
        Interpreters.options()
            .withPath(List.of(Path.of("elsewhere")))
            .withSwitchInterval(Duration.ofSeconds(3));

    assertThatThrownBy(() -> Python.open(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("; its path is ")
        .hasMessageContaining(", and [elsewhere] was asked for; its switchInterval is ")
        .hasMessageEndingWith(", and PT3S was asked for");
  }

  @Test
  void theRefusalOfOtherOptionsKeepsTheValuesOfVariables() {
    Installation chosen = PYTHON.python().installation();
    Installation other =
        new Installation(
            chosen.origin(),
            chosen.executable(),
            chosen.version(),
            chosen.library(),
            chosen.prefix(),
            chosen.basePrefix(),
            chosen.abi(),
            chosen.numpy(),
            chosen.sitePath(),
            chosen.preload(),
            Map.of("TOKEN", "secret"));

    assertThatThrownBy(() ->
            Python.open(
                PythonOptions.of(other).withDirectReads(Interpreters.options().directReads())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its environment variables have other values of ")
        .hasMessageContaining("TOKEN")
        .hasMessageNotContaining("secret");
  }
}
