package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowField;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.ArrowType;
import dev.terrarium.python.arrow.NewColumn;
import dev.terrarium.testing.Collector;
import dev.terrarium.testing.OnePython;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams of batches, by producers and consumers that are written from Arrow's specification.
@Tag("native")
class ArrowStreamTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final List<ArrowField> NUMBERS =
      List.of(ArrowField.of("x", new ArrowType.Int(64, true)));

  /// An iterator over batches, as PyArrow's reader is one.
  static final String READER =
      ArrowTableTest.PRODUCER
          + """

          class Schematic:
              def __init__(self, made): self.made = made
              def __arrow_c_schema__(self):
                  self.struct = Schema()
                  self.made.fill_schema(c.addressof(self.struct))
                  return new(c.addressof(self.struct), b"arrow_schema", None)
          class Reader:
              def __init__(self, batches=2, failure=None, **options):
                  self.made, self.left, self.failure, self.closed = ArrayProducer(**options), batches, failure, 0
                  self.schema = Schematic(self.made)
              def __iter__(self): return self
              def __next__(self):
                  if self.left == 0:
                      if self.failure: raise self.failure
                      raise StopIteration
                  self.left -= 1
                  self.made.keep.append(ArrayProducer())  # whose functions must live on
                  return self.made.keep[-1]
              def close(self): self.closed += 1
          class OnlyStruct:
              def __init__(self, source): self.source = source
              def __arrow_c_stream__(self, requested_schema=None): return self.source.__arrow_c_stream__()
          """;

  static PyObject reader(Gil gil, String made) {
    return gil.run("reader", READER + "p = " + made).attr("p");
  }

  @Test
  void asksForABatchWhenItIsWantedAndEndsTheProducerEarly() {
    PYTHON.run(gil -> {
      PyObject producer = ArrowTableTest.producer(gil, "Producer(batches=3)");
      try (ArrowStream stream = producer.as(ArrowStream.class)) {
        assertThat(stream.schema()).hasToString("[x: Int[bits=64, signed=true]]");
        assertThat(producer.attr("left").as(int.class)).isEqualTo(3);

        try (ArrowBatch batch = stream.next()) {
          assertThat(batch.column("x").getLong(2)).isEqualTo(3);
          assertThat(producer.attr("left").as(int.class)).isEqualTo(2);
        }
        assertThat(ArrowTableTest.released(producer)).containsExactly(1L, 1L, 0L);
        assertThat(stream.hasNext()).isTrue();
      }
      assertThat(producer.attr("left").as(int.class)).isEqualTo(1);
      assertThat(ArrowTableTest.released(producer)).containsExactly(1L, 2L, 1L);
    });
  }

  @Test
  void aBatchOutlivesItsStreamAndEndsWhenItIsClosed() {
    PYTHON.run(gil -> {
      ArrowStream stream = ArrowTableTest.producer(gil, "Producer()").as(ArrowStream.class);
      ArrowBatch batch = stream.next();

      assertThat(stream.hasNext()).isFalse();
      assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
      stream.close();
      stream.close();
      assertThat(batch.column("x").getLong(0)).isOne();
      assertThatThrownBy(stream::hasNext)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this Arrow stream was closed, or has failed");
      batch.close();
      assertThatThrownBy(() -> batch.column("x").getLong(0))
          .isInstanceOf(IllegalStateException.class);
    });
  }

  @Test
  void aBatchOfATableEndsWithTheTable() {
    try (ArrowTable table = ArrowTable.of(NewColumn.copyOf("x", 7L))) {
      table.batches().getFirst().close();

      assertThat(table.batches().getFirst().column("x").getLong(0)).isEqualTo(7);
    }
  }

  @Test
  void whatAPythonIteratorRaisesArrivesAsItIs() {
    PYTHON.run(gil -> {
      PyObject reader = reader(gil, "Reader(batches=1, failure=KeyError('the third'))");
      try (ArrowStream stream = reader.as(ArrowStream.class)) {
        stream.next().close();

        assertThatThrownBy(stream::hasNext)
            .isInstanceOf(PythonException.class)
            .hasMessage("KeyError: 'the third'")
            .satisfies(
                raised -> assertThat(((PythonException) raised).typeName()).isEqualTo("KeyError"))
            .hasStackTraceContaining("__next__");
        assertThatThrownBy(stream::next).hasMessageContaining("was closed, or has failed");
      }
      assertThat(reader.attr("closed").as(int.class)).isOne();
    });
  }

  @Test
  void anIteratorIsReadAsATableAndClosed() {
    PYTHON.run(gil -> {
      PyObject reader = reader(gil, "Reader(batches=2)");
      try (ArrowTable table = reader.as(ArrowTable.class)) {
        assertThat(table.batches()).hasSize(2);
        assertThat(table.rows()).isEqualTo(6);
      }
      assertThat(reader.attr("closed").as(int.class)).isOne();
    });
  }

  @Test
  void saysWhichBatchDoesNotFitTheColumnsThatWereAnnounced() {
    PYTHON.run(gil -> {
      try (ArrowStream stream = reader(gil, "Reader(format=b'g')").as(ArrowStream.class)) {
        assertThatThrownBy(stream::next)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "batch 0 of the Arrow stream has the columns [x: Int[bits=64, signed=true]], and the stream was announced with [x: Real[bits=64]]");
      }
    });
  }

  @Test
  void refusesWhatIsNoSource() {
    ArrowTable closed = ArrowTable.of(NewColumn.copyOf("x", 1L));
    closed.close();
    try (ArrowStream nothing =
            ArrowStream.of(NUMBERS, Collections.<@Nullable ArrowTable>singleton(null).iterator());
        ArrowStream late = ArrowStream.of(NUMBERS, List.of(closed).iterator())) {
      assertThatThrownBy(nothing::next).hasMessage("a table of the iterator is null");
      assertThatThrownBy(late::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this table was closed");
    }
    PYTHON.run(gil -> {
      PyObject wrong =
          gil.run(
              "m",
              """
              class Wrong:
                  def __init__(self, given): self.given = given
                  def __arrow_c_stream__(self, requested_schema=None): return self.given
              made = [Wrong(None), Wrong(42)]
              class Array:
                  def __arrow_c_array__(self, requested_schema=None): return (1, 2)
              made.append(Array())
              """);
      assertThatThrownBy(() -> wrong.attr("made").item(0).as(ArrowStream.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("__arrow_c_stream__() of m.Wrong gave");
      assertThatThrownBy(() -> wrong.attr("made").item(1).as(ArrowTable.class))
          .hasMessageContaining("__arrow_c_stream__() of m.Wrong gave int, and no capsule");
      assertThatThrownBy(() -> wrong.attr("made").item(2).as(ArrowTable.class))
          .hasMessageContaining("__arrow_c_array__() gave no capsules");
    });
  }

  @Test
  void readsFromThreadsOfEveryKindWithoutARegion() throws Exception {
    for (Thread.Builder kind :
        List.of(Thread.ofPlatform(), Thread.ofVirtual(), Thread.ofPlatform().name("another"))) {
      PyRef made =
          PYTHON.call(gil -> reader(gil, "[Producer(batches=2), Reader(batches=3)]").keep());
      ArrowStream struct = PYTHON.call(gil -> gil.of(made).item(0).as(ArrowStream.class));
      ArrowStream iterator = PYTHON.call(gil -> gil.of(made).item(1).as(ArrowStream.class));
      CompletableFuture<Long> rows = new CompletableFuture<>();
      Runnable reading =
          () -> {
            try (made;
                struct;
                iterator;
                ArrowTable one = struct.readAll();
                ArrowTable other = iterator.readAll()) {
              rows.complete(one.rows() + other.rows());
            } catch (Throwable failed) {
              rows.completeExceptionally(failed);
            }
          };
      Thread thread = kind.start(reading);
      thread.join();

      assertThat(rows.get()).isEqualTo(15);
    }
  }

  @Test
  void aStreamThatWasForgottenIsEndedByTheCollector() {
    PyRef producer = PYTHON.call(gil -> ArrowTableTest.producer(gil, "Producer(batches=9)").keep());
    PYTHON.run(gil -> gil.of(producer).as(ArrowStream.class).next().close());

    Collector.runUntil(() ->
        PYTHON.call(gil -> ArrowTableTest.released(gil.of(producer)).equals(List.of(1L, 1L, 1L))));

    producer.close();
  }

  @Test
  void aFailureOfAStructIsItsNumberAndText() {
    PYTHON.run(gil -> {
      PyObject producer = ArrowTableTest.producer(gil, "Producer(batches=1, error=5)");
      try (ArrowStream stream = producer.as(ArrowStream.class)) {
        stream.next().close();

        assertThatThrownBy(stream::next)
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("failed with error 5: the disk is on fire");
      }
      assertThat(ArrowTableTest.released(producer)).containsExactly(1L, 1L, 1L);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "format=b'u', the column 'x' does not fit its type Text",
    "length=-1, the batch does not fit its type Struct",
    "format=b'+l', the column 'x' has the Arrow format '+l' and 0 children",
    "format=b'w:many', the column 'x' has the Arrow format 'w:many'",
    "child_length=2, the column 'x' has 2 rows",
  })
  void saysThatAStructDoesNotFitItsType(String option, String said) {
    PYTHON.run(gil -> {
      PyObject producer = ArrowTableTest.producer(gil, "Producer(" + option + ")");

      assertThatThrownBy(() -> producer.as(ArrowTable.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining(said);
      assertThat(ArrowTableTest.released(producer)).endsWith(1L);
    });
  }
}
