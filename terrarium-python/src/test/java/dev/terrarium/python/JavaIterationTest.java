package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Java iterators, streams and iterables in Python's hands.
@Tag("native")
class JavaIterationTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// A class of its own: an iterable that is no collection.
  private record Countdown(int from) {
    Iterable<Integer> each() {
      return () -> IntStream.iterate(from, n -> n > 0, n -> n - 1).iterator();
    }
  }

  @Test
  void anIteratorIsOneInPython() {
    PYTHON.run(gil -> {
      PyObject m =
          gil.run("m", "def f(it): return [next(it), list(it), list(it), next(it, 'none')]");

      assertThat(m.callMethod("f", List.of(1, 2, 3).iterator()).repr())
          .isEqualTo("[1, [2, 3], [], 'none']");
      assertThat(
              gil.eval("isinstance")
                  .call(boolean.class, List.of().iterator(), abc(gil, "Iterator")))
          .isTrue();
    });
  }

  private static PyObject abc(Gil gil, String name) {
    return gil.importModule("collections.abc").attr(name);
  }

  @Test
  void anIterableBeginsAnewEachTime() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", "def f(it): return [sum(it), max(it), list(it)]");

      assertThat(m.callMethod("f", new Countdown(3).each()).repr()).isEqualTo("[6, 3, [3, 2, 1]]");
    });
  }

  @Test
  void aStreamIsClosedByItsEnd() {
    AtomicInteger closed = new AtomicInteger();
    PYTHON.run(gil -> {
      Stream<String> words = Stream.of("a", "b").onClose(closed::incrementAndGet);

      assertThat(gil.eval("list").call(words).repr()).isEqualTo("['a', 'b']");
      assertThat(closed).hasValue(1);
      assertThat(gil.eval("sum").call(long.class, IntStream.range(0, 5))).isEqualTo(10L);
    });
  }

  @Test
  void aStreamIsClosedByPython() {
    AtomicInteger closed = new AtomicInteger();
    String source =
        """
        def some(it):
            with it:
                for x in it: break
            return list(it)
        """;
    PYTHON.run(gil -> {
      Stream<Integer> numbers = Stream.iterate(0, n -> n + 1).onClose(closed::incrementAndGet);

      assertThat(gil.run("m", source).callMethod("some", numbers).repr()).isEqualTo("[]");
      assertThat(closed).hasValue(1);
    });
  }

  @Test
  void aStreamIsClosedWhenPythonDropsIt() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(2);
    PYTHON.run(gil -> {
      Supplier<Stream<Integer>> numbers =
          () -> Stream.iterate(0, n -> n + 1).onClose(closed::countDown);
      gil.eval("lambda it: next(it)").call(numbers.get()).close();
      gil.eval("lambda it: None").call(numbers.get()).close();
    });

    closed.await();
  }

  @Test
  void anExceptionArrivesAtItsItemAndClosesTheStream() {
    AtomicInteger closed = new AtomicInteger();
    String source =
        """
        from terrarium import JavaError
        def f(it):
            seen = []
            try:
                for x in it: seen.append(x)
            except JavaError as e:
                return seen, e.java_class, e.message
        def g(it): return list(it)
        """;
    Supplier<Stream<Integer>> failing =
        () -> Stream.of(1, 2, 0).map(n -> 2 / n).onClose(closed::incrementAndGet);
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", source);

      assertThat(m.callMethod("f", failing.get()).repr())
          .isEqualTo("([2, 1], 'java.lang.ArithmeticException', '/ by zero')");
      assertThatThrownBy(() -> m.callMethod("g", failing.get()))
          .isInstanceOf(ArithmeticException.class);
      assertThat(closed).hasValue(2);
    });
  }

  @Test
  void anItemThatCannotGoToPythonIsAnErrorAtItsPlace() {
    PYTHON.run(gil ->
        assertThatThrownBy(() -> gil.eval("list").call(List.of("fine", "\ud800").iterator()))
            .isInstanceOf(ConversionException.class)
            .hasMessageContaining("lone surrogate"));
  }

  @Test
  void letsTheGilGoWhileJavaWaits() {
    SynchronousQueue<Long> queue = new SynchronousQueue<>();
    Thread.startVirtualThread(() -> {
      for (int i = 0; i < 3; i++) {
        int n = i;
        put(queue, PYTHON.call(gil -> gil.eval("lambda n: n * n").call(long.class, n)));
      }
    });

    PYTHON.run(gil ->
        assertThat(gil.eval("list").call(Stream.generate(() -> take(queue)).limit(3)).repr())
            .isEqualTo("[0, 1, 4]"));
  }

  private static void put(SynchronousQueue<Long> queue, long value) {
    try {
      queue.put(value);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static long take(SynchronousQueue<Long> queue) {
    try {
      return queue.take();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void pythonDrawsOnAStreamThatDrawsOnPython() {
    PYTHON.run(gil -> {
      Stream<Long> doubled = gil.eval("(i for i in range(5))").stream(Long.class).map(n -> n * 2);

      assertThat(gil.eval("list").call(doubled).repr()).isEqualTo("[0, 2, 4, 6, 8]");
    });
  }

  @Test
  void comesBackAsTheSameObject() {
    PYTHON.run(gil -> {
      PyObject same = gil.eval("lambda x: x");
      Iterator<String> iterator = List.of("x").iterator();
      Iterable<Integer> iterable = new Countdown(2).each();

      assertThat(same.call(iterator).toJava()).isSameAs(iterator);
      assertThat((Object) same.call(Iterable.class, iterable)).isSameAs(iterable);
    });
  }

  @Test
  void whatIsIterableByTheWayStaysWhatItIs() {
    PYTHON.run(gil -> {
      assertThat(gil.of(new IllegalStateException("x")).hasAttr("__iter__")).isFalse();
      assertThat(gil.of(Path.of("a")).hasAttr("__next__")).isFalse();
      assertThat(gil.of(List.of(1)).repr()).isEqualTo("[1]");
    });
  }
}
