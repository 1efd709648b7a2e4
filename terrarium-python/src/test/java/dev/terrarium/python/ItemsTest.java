package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A Python iterable's items in Java, within a region and beyond it.
@Tag("native")
class ItemsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String GENERATORS =
      """
      seen = []

      def count(n):
          try:
              for i in range(n):
                  seen.append(i)
                  yield i
          finally:
              seen.append("finally")

      def fails_at(n):
          yield from range(n)
          raise ValueError(f"no {n}")

      class Flaky:
          def __init__(self): self.calls = 0
          def __iter__(self): return self
          def __next__(self):
              self.calls += 1
              if self.calls == 2: raise OSError("once")
              if self.calls == 4: raise StopIteration
              return self.calls

      def stubborn():
          try:
              yield 1
          finally:
              raise KeyError("on the way out")

      def waits(wait):
          yield 1
          wait()
          yield 2
      """;

  @Test
  void areReadAsTheTypeThatIsAskedFor() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", GENERATORS);
      List<Long> numbers = new ArrayList<>();

      for (long number : m.callMethod("count", 4).iterate(Long.class)) {
        numbers.add(number);
      }

      assertThat(numbers).containsExactly(0L, 1L, 2L, 3L);
      assertThat(gil.eval("'ab'").stream(String.class)).containsExactly("a", "b");
      assertThat(gil.eval("[(1, 2), (3, 4)]").stream(new TypeRef<List<Integer>>() {}))
          .containsExactly(List.of(1, 2), List.of(3, 4));
      assertThat(gil.eval("[1, None, 'x']").stream(Object.class)).containsExactly(1L, null, "x");
      assertThat(gil.eval("{'k': 1}").iterate(PyObject.class).next().str()).isEqualTo("k");
    });
  }

  @Test
  void comeAsAStreamWhoseCloseRunsTheGeneratorsFinally() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", GENERATORS);

      try (Stream<Long> stream = m.callMethod("count", 1000).stream(Long.class)) {
        assertThat(stream.filter(n -> n % 2 == 1).limit(2).toList()).containsExactly(1L, 3L);
        assertThat(m.attr("seen").repr()).isEqualTo("[0, 1, 2, 3]");
      }

      assertThat(m.attr("seen").repr()).isEqualTo("[0, 1, 2, 3, 'finally']");
    });
  }

  @Test
  void endWithTheirRegion() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", GENERATORS);
      Items<Long> items;
      try (Gil inner = PYTHON.python().attach()) {
        items = inner.of(m.callMethod("count", 3)).iterate(Long.class);
        assertThat(items.next()).isZero();
      }

      assertThat(m.attr("seen").repr()).isEqualTo("[0, 'finally']");
      assertThatThrownBy(items::hasNext)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("this region of the GIL is closed");
    });
  }

  @Test
  void throwWhatPythonRaisesWhereTheItemWouldBe() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", GENERATORS);
      Items<Long> items = m.callMethod("fails_at", 2).iterate(Long.class);

      assertThat(items.next()).isZero();
      assertThat(items.next()).isEqualTo(1L);
      assertThatThrownBy(items::next)
          .isInstanceOf(PythonException.class)
          .hasMessage("ValueError: no 2");
      assertThat(items.hasNext()).isFalse();
      assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    });
  }

  @Test
  void goOnAfterAnErrorWhereTheIteratorDoes() {
    PYTHON.run(gil -> {
      Items<Long> items = gil.run("m", GENERATORS).callMethod("Flaky").iterate(Long.class);

      assertThat(items.next()).isEqualTo(1L);
      assertThatThrownBy(items::next).hasMessage("OSError: once");
      assertThat(items.next()).isEqualTo(3L);
      assertThat(items.hasNext()).isFalse();
    });
  }

  @Test
  void sayWhichItemDoesNotFit() {
    PYTHON.run(gil -> {
      Items<Long> items = gil.eval("iter([1, 'two', 3])").iterate(Long.class);

      assertThat(items.next()).isEqualTo(1L);
      assertThatThrownBy(items::next)
          .isInstanceOf(ConversionException.class)
          .hasMessage("item 1: expected int, got str 'two'");
      assertThat(items.next()).isEqualTo(3L);
    });
  }

  @Test
  void areRefusedAfterClose() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", GENERATORS);
      Items<Long> items = m.callMethod("count", 3).iterate(Long.class);
      assertThat(items.hasNext()).isTrue();

      items.close();
      items.close();

      assertThatThrownBy(items::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this iteration over a Python object was closed");
      assertThatThrownBy(() -> gil.of(3).iterate(Long.class))
          .hasMessage("TypeError: 'int' object is not iterable");
    });
  }

  @Test
  void throwWhatAGeneratorRaisesWhileItEnds() {
    PYTHON.run(gil -> {
      Items<Long> items = gil.run("m", GENERATORS).callMethod("stubborn").iterate(Long.class);
      assertThat(items.next()).isEqualTo(1L);

      assertThatThrownBy(items::close).hasMessage("KeyError: 'on the way out'");
    });
  }

  @Test
  void leaveAFileOpen() {
    PYTHON.run(gil -> {
      PyObject file = gil.eval("__import__('io').StringIO('a\\nb\\n')");

      try (Items<String> lines = file.iterate(String.class)) {
        assertThat(lines.next()).isEqualTo("a\n");
      }

      assertThat(file.attr("closed").isTrue()).isFalse();
    });
  }

  @Test
  void needNoPlaceInTheRegion() {
    PYTHON.run(gil -> {
      long sum = 0;
      for (long item : gil.eval("(i for i in range(100_000))").iterate(Long.class)) {
        sum += item;
      }

      assertThat(sum).isEqualTo(4_999_950_000L);
      assertThat(gil.attachment.own(gil.of(1).newReference())).isLessThan(100);
    });
  }

  @Test
  void thatAreKeptTravelBetweenThreads() throws Exception {
    try (PyRef m = PYTHON.call(gil -> gil.run("m", GENERATORS).keep());
        PyRef three = PYTHON.call(gil -> gil.of(m).callMethod("count", 3).keep());
        Items<Long> items = three.iterate(Long.class)) {
      List<Long> seen = new ArrayList<>();
      for (Thread.Builder kind : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
        kind.start(() -> seen.add(items.next())).join();
      }
      seen.add(items.next());

      assertThat(seen).containsExactly(0L, 1L, 2L);
      assertThat(items.hasNext()).isFalse();
    }
  }

  @Test
  void thatAreKeptEndTheGeneratorFromAnyThread() throws Exception {
    try (PyRef m = PYTHON.call(gil -> gil.run("m", GENERATORS).keep());
        PyRef many = PYTHON.call(gil -> gil.of(m).callMethod("count", 1000).keep())) {
      Stream<Long> stream = many.stream(Long.class);
      assertThat(stream.iterator().next()).isZero();

      Thread.ofVirtual().start(stream::close).join();

      PYTHON.run(gil -> {
        String seen = gil.of(m).attr("seen").repr();
        assertThat(seen).isEqualTo("[0, 'finally']");
      });
    }
  }

  @Test
  void thatAreKeptOutliveTheirReferenceAndKeepWhatHasNoCounterpart() {
    Items<Object> items;
    try (PyRef values = PYTHON.call(gil -> gil.eval("iter([object, 2j])").keep())) {
      items = values.iterate(Object.class);
      assertThatThrownBy(() -> values.iterate(PyObject.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ask for PyRef.class");
    }

    try (items;
        PyRef type = (PyRef) items.next();
        PyRef complex = (PyRef) items.next()) {
      PYTHON.run(gil -> {
        assertThat(gil.of(type).repr()).isEqualTo("<class 'object'>");
        assertThat(gil.of(complex).repr()).isEqualTo("2j");
      });
    }
  }

  @Test
  void areRefusedByAGeneratorThatRunsOnAnotherThread() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    JavaFunction wait = arguments -> arguments.gil().released(() -> await(waiting, refused));
    try (PyRef generator =
            PYTHON.call(gil -> gil.run("m", GENERATORS).callMethod("waits", wait).keep());
        Items<Long> items = generator.iterate(Long.class);
        Items<Long> again = generator.iterate(Long.class);
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(items.next()).isEqualTo(1L);
      Future<Long> second = pool.submit(items::next);
      waiting.await();

      assertThatThrownBy(again::next).hasMessage("ValueError: generator already executing");
      assertThatThrownBy(again::close).hasMessage("ValueError: generator already executing");

      refused.countDown();
      assertThat(second.get()).isEqualTo(2L);
    }
  }

  private static Object await(CountDownLatch waiting, CountDownLatch refused) {
    waiting.countDown();
    try {
      refused.await();
      return true;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void serveVirtualThreadsInTheirRegions() throws Exception {
    CompletableFuture<Long> sum = new CompletableFuture<>();
    Thread drawing =
        Thread.startVirtualThread(() -> {
          try (Gil gil = PYTHON.python().attach();
              Stream<Long> stream = gil.eval("(i * i for i in range(10))").stream(Long.class)) {
            sum.complete(stream.reduce(0L, Long::sum));
          } catch (Throwable failed) {
            sum.completeExceptionally(failed);
          }
        });

    drawing.join();
    assertThat(sum.join()).isEqualTo(285L);
  }
}
