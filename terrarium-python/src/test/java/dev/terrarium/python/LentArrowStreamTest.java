package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowField;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.ArrowType;
import dev.terrarium.python.arrow.NewColumn;
import dev.terrarium.testing.OnePython;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams of batches that Java makes, by consumers that are written from Arrow's specification.
@Tag("native")
class LentArrowStreamTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final List<ArrowField> NUMBERS =
      List.of(ArrowField.of("x", new ArrowType.Int(64, true)));

  /// Reads a struct step by step, by functions that let the GIL go or that keep it.
  private static final String STEPS =
      ArrowTableTest.STRUCTS
          + """

          class Steps:
              def __init__(self, source, keeps_gil=False):
                  self.capsule = source.__arrow_c_stream__()
                  self.at = get(self.capsule, b"arrow_array_stream")
                  self.stream = Stream.from_address(self.at)
                  kind = c.PYFUNCTYPE if keeps_gil else c.CFUNCTYPE
                  pointer = c.cast(self.stream.get_next, c.c_void_p).value
                  self.get_next = kind(c.c_int, c.c_void_p, c.c_void_p)(pointer)
              def next(self):
                  array = Array()
                  error = self.get_next(self.at, c.addressof(array))
                  if error:
                      return f"{error}: {c.string_at(self.stream.get_last_error(self.at)).decode()}"
                  if not array.release: return None
                  child = array.children[0].contents
                  values = list((c.c_int64 * child.length).from_address(child.buffers[1]))
                  array.release(c.addressof(array))
                  return values
              def release(self): self.stream.release(self.at)
          """;

  /// Tables of one number each, counted as they are made.
  private static class Counting implements Iterator<ArrowTable>, AutoCloseable {
    private final long end;
    private long made;
    protected int closed;

    Counting(long end) {
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return made < end;
    }

    @Override
    public ArrowTable next() {
      return ArrowTable.of(NewColumn.copyOf("x", made++));
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchesOfJavaAreMadeWhenPythonAsksForThem(boolean keepsGil) {
    Counting tables = new Counting(3);
    try (ArrowStream stream = ArrowStream.of(NUMBERS, tables)) {
      PYTHON.run(gil -> {
        PyObject steps = gil.run("steps", STEPS).attr("Steps").call(stream, keepsGil);

        assertThat(tables.made).isZero();
        assertThat(steps.callMethod("next").toJava()).isEqualTo(List.of(0L));
        assertThat(steps.callMethod("next").toJava()).isEqualTo(List.of(1L));
        assertThat(tables.made).isEqualTo(2);
        assertThat(tables.closed).isZero();
        steps.callMethod("release");
        assertThat(tables.closed).isOne();
      });
    }
    assertThat(tables.closed).isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatMakesBatchesMayUsePython(boolean keepsGil) {
    Iterator<ArrowTable> tables =
        List.of(1L, 2L).stream()
            .map(number -> {
              long made =
                  PYTHON
                      .python()
                      .call(gil -> gil.eval("lambda n: n * 10").call(long.class, number));
              return ArrowTable.of(NewColumn.copyOf("x", made));
            })
            .iterator();
    PYTHON.run(gil -> {
      try (ArrowStream stream = ArrowStream.of(NUMBERS, tables)) {
        PyObject steps = gil.run("steps", STEPS).attr("Steps").call(stream, keepsGil);

        assertThat(steps.callMethod("next").toJava()).isEqualTo(List.of(10L));
        assertThat(steps.callMethod("next").toJava()).isEqualTo(List.of(20L));
        assertThat(steps.callMethod("next").isNone()).isTrue();
        steps.callMethod("release");
      }
    });
  }

  @Test
  void whatMakesBatchesMayWaitForOthersThatUsePython() {
    Iterator<ArrowTable> tables =
        List.of(1L, 2L, 3L).stream()
            .map(number -> {
              long made =
                  CompletableFuture.supplyAsync(
                          () -> PYTHON.call(gil -> gil.of(number).as(long.class)))
                      .join();
              return ArrowTable.of(NewColumn.copyOf("x", made));
            })
            .iterator();
    PYTHON.run(gil -> {
      try (ArrowStream stream = ArrowStream.of(NUMBERS, tables)) {
        PyObject lent = gil.of(stream);
        PyObject first = gil.run("m", "def first(x): return next(x)").callMethod("first", lent);
        PyObject keeping = gil.run("steps", STEPS).attr("Steps").call(lent, true);

        try (ArrowTable table = first.as(ArrowTable.class)) {
          assertThat(table.batches().getFirst().column("x").getLong(0)).isOne();
        }
        assertThat(keeping.callMethod("next").toJava()).isEqualTo(List.of(2L));
        keeping.callMethod("release");
      }
    });
  }

  /// A stream that fails after one batch, with an exception that can be recognised.
  private static ArrowStream failing(RuntimeException failure) {
    Counting first = new Counting(1);
    Iterator<ArrowTable> tables =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public ArrowTable next() {
            if (first.hasNext()) {
              return first.next();
            }
            throw failure;
          }
        };
    return ArrowStream.of(NUMBERS, tables);
  }

  @Test
  void whatJavaThrowsIsRaisedAsItIsAndIsATextInC() {
    RuntimeException failure = new UnsupportedOperationException("no more tea");
    PYTHON.run(gil -> {
      try (ArrowStream iterated = failing(failure);
          ArrowStream read = failing(failure);
          ArrowStream back = failing(failure)) {
        PyObject caught =
            gil.run(
                "m",
                """
                def all(stream):
                    try:
                        return [batch for batch in stream]
                    except Exception as e:
                        return type(e).__name__, str(e)
                """);
        assertThat(caught.callMethod("all", iterated).toJava().toString())
            .contains("JavaError")
            .contains("no more tea");
        PyObject steps = gil.run("steps", STEPS).attr("Steps").call(read);
        assertThat(steps.callMethod("next").toJava()).isEqualTo(List.of(0L));
        assertThat(steps.callMethod("next").toJava())
            .isEqualTo("5: java.lang.UnsupportedOperationException: no more tea");
        assertThat(steps.callMethod("next").toJava().toString()).contains("has failed");
        PyObject struct = gil.run("reader", ArrowStreamTest.READER).attr("OnlyStruct").call(back);
        assertThatThrownBy(() -> struct.as(ArrowTable.class)).isSameAs(failure);
      }
    });
  }

  @Test
  void goesToPythonOnceAndComesBack() {
    PYTHON.run(gil -> {
      try (ArrowStream stream = ArrowStream.of(NUMBERS, new Counting(3));
          ArrowStream other = ArrowStream.of(NUMBERS, new Counting(1));
          ArrowTable back = gil.of(stream).as(ArrowTable.class)) {
        assertThat(back.rows()).isEqualTo(3);
        assertThat(back.batches().get(2).column("x").getLong(0)).isEqualTo(2);
        PyObject lent = gil.of(other);
        try (PyObject _ = lent.callMethod("__arrow_c_stream__")) {
          assertThatThrownBy(() -> lent.callMethod("__arrow_c_stream__"))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "this Arrow stream was given away already: it is read once, by one reader");
        }
        assertThatThrownBy(() -> lent.callMethod("__arrow_c_stream__"))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("this Arrow stream was closed, or has failed");
        assertThatThrownBy(() -> gil.run("m", "def one(x): return next(x)").callMethod("one", lent))
            .isInstanceOf(IllegalStateException.class);
      }
    });
  }

  @Test
  void aBatchThatPythonIteratesOverIsClosedWhenPythonLetsItGo() {
    Counting tables = new Counting(100);
    int before = PYTHON.python().statistics().arrays();
    try (ArrowStream stream = ArrowStream.of(NUMBERS, tables)) {
      PYTHON.run(gil -> {
        PyObject count =
            gil.run("m", "def count(stream): return sum(1 for batch in stream)")
                .callMethod("count", stream);
        assertThat(count.as(int.class)).isEqualTo(100);
      });
    }

    assertThat(PYTHON.python().statistics().arrays()).isLessThanOrEqualTo(before);
    assertThat(tables.closed).isOne();
  }

  @Test
  void closedByAnotherThreadItEndsWhenItsReaderHasAnAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Counting tables =
        new Counting(3) {
          @Override
          public ArrowTable next() {
            asked.countDown();
            awaited(answer);
            return super.next();
          }
        };
    try (ArrowStream stream = ArrowStream.of(NUMBERS, tables);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<ArrowBatch> batch = other.submit(stream::next);
      asked.await();

      assertThatThrownBy(stream::hasNext)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the Arrow stream is being read: one thread at a time reads a stream");
      stream.close();
      assertThat(tables.closed).isZero();
      answer.countDown();
      try (ArrowBatch last = batch.get()) {
        assertThat(last.column("x").getLong(0)).isZero();
      }
      assertThat(tables.closed).isOne();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
