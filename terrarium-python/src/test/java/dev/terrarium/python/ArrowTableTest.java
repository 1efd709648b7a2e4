package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowColumn;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.ArrowType;
import dev.terrarium.python.arrow.NewColumn;
import dev.terrarium.testing.Collector;
import dev.terrarium.testing.OnePython;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class ArrowTableTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// A producer and a consumer of Arrow's C structs, written from the specification.
  static final String STRUCTS =
      """
      import ctypes as c
      class Schema(c.Structure): pass
      Release = c.CFUNCTYPE(None, c.c_void_p)
      Schema._fields_ = [("format", c.c_char_p), ("name", c.c_char_p), ("metadata", c.c_char_p),
                         ("flags", c.c_int64), ("n_children", c.c_int64),
                         ("children", c.POINTER(c.POINTER(Schema))), ("dictionary", c.POINTER(Schema)),
                         ("release", Release), ("private", c.c_void_p)]
      class Array(c.Structure): pass
      Array._fields_ = [("length", c.c_int64), ("nulls", c.c_int64), ("offset", c.c_int64),
                        ("n_buffers", c.c_int64), ("n_children", c.c_int64),
                        ("buffers", c.POINTER(c.c_void_p)), ("children", c.POINTER(c.POINTER(Array))),
                        ("dictionary", c.POINTER(Array)), ("release", Release), ("private", c.c_void_p)]
      Get = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p)
      Text = c.CFUNCTYPE(c.c_void_p, c.c_void_p)
      class Stream(c.Structure):
          _fields_ = [("get_schema", Get), ("get_next", Get), ("get_last_error", Text), ("release", Release),
                      ("private", c.c_void_p)]
      new = c.pythonapi.PyCapsule_New
      new.restype, new.argtypes = c.py_object, [c.c_void_p, c.c_char_p, c.c_void_p]
      get = c.pythonapi.PyCapsule_GetPointer
      get.restype, get.argtypes = c.c_void_p, [c.py_object, c.c_char_p]
      """;

  static final String PRODUCER =
      STRUCTS
          + """

          class Made:
              '''A table of one column, whose releases are counted; every struct lives as long as this.'''
              def __init__(self, format=b"l", buffers=None, length=3, nulls=0, batches=1, error=0, offset=0,
                           child_length=None):
                  self.released = {"schema": 0, "array": 0, "stream": 0}
                  numbers = (c.c_int64 * 4)(1, 2, 3, 4)
                  self.buffers = buffers or [None, c.addressof(numbers)]
                  self.keep = [numbers, buffers]
                  self.format, self.length, self.nulls, self.offset = format, length, nulls, offset
                  self.left, self.error = batches, error
                  self.child_length = length if child_length is None else child_length
                  self.callbacks = [Get(self.get_schema), Get(self.get_next), Text(self.get_error),
                                    Release(lambda at: self.release("stream", Stream, at))]
                  self.schema_release = Release(lambda at: self.release("schema", Schema, at))
                  self.array_release = Release(lambda at: self.release("array", Array, at))
                  self.message = c.create_string_buffer(b"the disk is on fire")
                  self.stream = Stream(*self.callbacks, None)
              def release(self, which, struct, at):
                  self.released[which] += 1
                  struct.from_address(at).release = Release()
              def fill_schema(self, out):
                  child = Schema(self.format, b"x", None, 2, 0, None, None, self.schema_release, None)
                  children = (c.POINTER(Schema) * 1)(c.pointer(child))
                  self.keep += [child, children]
                  root = Schema(b"+s", b"", None, 0, 1, children, None, self.schema_release, None)
                  c.memmove(out, c.addressof(root), c.sizeof(root))
              def get_schema(self, stream, out):
                  self.fill_schema(out)
                  return 0
              def fill_array(self, out):
                  buffers = (c.c_void_p * len(self.buffers))(*self.buffers)
                  child = Array(self.child_length, self.nulls, self.offset, len(self.buffers), 0, buffers, None, None,
                                self.array_release, None)
                  children = (c.POINTER(Array) * 1)(c.pointer(child))
                  none = (c.c_void_p * 1)(None)
                  self.keep += [buffers, child, children, none]
                  root = Array(self.length, 0, 0, 1, 1, none, children, None, self.array_release, None)
                  c.memmove(out, c.addressof(root), c.sizeof(root))
              def get_next(self, stream, out):
                  if self.left == 0 and self.error: return self.error
                  if self.left == 0: Array.from_address(out).release = Release()
                  else: self.fill_array(out)
                  self.left -= 1
                  return 0
              def get_error(self, stream): return c.addressof(self.message)

          class Producer(Made):
              def __arrow_c_stream__(self, requested_schema=None):
                  return new(c.addressof(self.stream), b"arrow_array_stream", None)

          class ArrayProducer(Made):
              def __init__(self, **options):
                  super().__init__(**options)
                  self.schema, self.array = Schema(), Array()
                  self.fill_schema(c.addressof(self.schema))
                  self.fill_array(c.addressof(self.array))
              def __arrow_c_array__(self, requested_schema=None):
                  return (new(c.addressof(self.schema), b"arrow_schema", None),
                          new(c.addressof(self.array), b"arrow_array", None))
          """;

  /// Takes what a table of ours lends, as a library would.
  static final String CONSUMER =
      STRUCTS
          + """

          class Taken:
              def __init__(self, table):
                  capsule = table.__arrow_c_stream__()
                  stream = Stream.from_address(get(capsule, b"arrow_array_stream"))
                  self.schema, self.arrays = Schema(), []
                  assert stream.get_schema(c.addressof(stream), c.addressof(self.schema)) == 0
                  while True:
                      array = Array()
                      assert stream.get_next(c.addressof(stream), c.addressof(array)) == 0
                      if not array.release: break
                      self.arrays.append(array)
                  stream.release(c.addressof(stream))
                  assert not stream.release
              def formats(self):
                  return [self.schema.children[i].contents.format.decode() for i in range(self.schema.n_children)]
              def longs(self, column):
                  child = self.arrays[0].children[column].contents
                  return list((c.c_int64 * child.length).from_address(child.buffers[1]))
              def move_out(self, column):
                  moved, child = Array(), self.arrays[0].children[column].contents
                  c.memmove(c.addressof(moved), c.addressof(child), c.sizeof(child))
                  child.release = Release()
                  return moved
              def release(self):
                  for array in self.arrays: array.release(c.addressof(array))
                  if self.schema.release: self.schema.release(c.addressof(self.schema))
          def drop(struct): struct.release(c.addressof(struct))
          """;

  static PyObject producer(Gil gil, String made) {
    return gil.run("producer", PRODUCER + "p = " + made).attr("p");
  }

  static List<Long> released(PyObject producer) {
    PyObject released = producer.attr("released");
    List<Long> counts = new ArrayList<>();
    for (String which : new String[] {"schema", "array", "stream"}) {
      counts.add(released.item(which).as(Long.class));
    }
    return counts;
  }

  @Test
  void aStreamIsReadInPlaceAndReleasedOnce() {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, "Producer(batches=2)");
      try (ArrowTable table = producer.as(ArrowTable.class)) {
        ArrowColumn column = table.batches().get(1).column("x");

        assertThat(table.rows()).isEqualTo(6);
        assertThat(table.schema()).hasToString("[x: Int[bits=64, signed=true]]");
        assertThat(column.getLong(2)).isEqualTo(3);
        assertThat(column.getDouble(0)).isEqualTo(1.0);
        assertThat(column.longs().get(1)).isEqualTo(2);
        assertThat(column.segment().address())
            .isEqualTo(producer.attr("buffers").item(1).as(long.class));
        assertThat(released(producer)).containsExactly(1L, 0L, 1L);
      }
      assertThat(released(producer)).containsExactly(1L, 2L, 1L);
    });
  }

  @Test
  void everyIntegerThatADoubleHoldsIsReadAsOne() {
    try (NativeArray numbers = NativeArray.allocate(ElementType.UINT64, 3)) {
      numbers.segment().setAtIndex(ValueLayout.JAVA_LONG, 0, Long.MIN_VALUE);
      numbers.segment().setAtIndex(ValueLayout.JAVA_LONG, 1, (1L << 53) + 1);
      numbers.segment().setAtIndex(ValueLayout.JAVA_LONG, 2, -1);
      try (ArrowTable table = ArrowTable.of(numbers.column("n"))) {
        ArrowColumn column = table.batches().getFirst().column("n");

        assertThat(column.getDouble(0)).isEqualTo(0x1p63);
        assertThatThrownBy(() -> column.getDouble(1))
            .hasMessage(
                "9007199254740993 in row 1 of the column 'n' is no double exactly: read it with get");
        assertThatThrownBy(() -> column.getDouble(2))
            .hasMessageStartingWith("18446744073709551615 in row 2");
      }
    }
  }

  @Test
  void anArrayIsTakenAndTheCallersIsMarkedAsReleased() {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, "ArrayProducer(length=2, offset=1)");
      try (ArrowTable table = producer.as(ArrowTable.class)) {
        assertThat(table.batches().getFirst().column("x").getLong(0)).isEqualTo(2);
        assertThat(producer.attr("array").attr("release").isTrue()).isFalse();
        assertThatThrownBy(() -> producer.as(ArrowTable.class))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("the Arrow array was released already");
      }
      assertThat(released(producer)).containsExactly(0L, 1L, 0L);
    });
  }

  @Test
  void aStreamIsUsedOnce() {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, "Producer()");
      producer.as(ArrowTable.class).close();

      assertThatThrownBy(() -> producer.as(ArrowTable.class))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the Arrow stream was used already");
    });
  }

  @Test
  void useAfterCloseIsAnException() {
    PYTHON.run(gil -> {
      ArrowTable table = producer(gil, "Producer()").as(ArrowTable.class);
      ArrowColumn column = table.batches().getFirst().column("x");
      var longs = column.longs();
      table.close();
      table.close();

      assertThatThrownBy(() -> column.getLong(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this table was closed");
      assertThatThrownBy(() -> longs.get(0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(column::segment).isInstanceOf(IllegalStateException.class);
      PyObject lent = gil.of(table);
      assertThatThrownBy(() -> lent.callMethod("__arrow_c_stream__"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this table was closed");
    });
  }

  @Test
  void whatFailsInTheMiddleIsSaidAndReleasesWhatCame() {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, "Producer(batches=2, error=5)");

      assertThatThrownBy(() -> producer.as(ArrowTable.class))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("failed with error 5: the disk is on fire");
      gil.none();
      assertThat(released(producer)).isEqualTo(List.of(1L, 2L, 1L));
    });
  }

  @Test
  void namesTheColumnAndTheFormatThatAreNotSupported() {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, "Producer(format=b'tiM')");

      assertThatThrownBy(() -> producer.as(ArrowTable.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining(
              "the column 'x' has the Arrow format 'tiM', which is not supported");
      assertThat(released(producer)).containsExactly(1L, 0L, 1L);
      assertThatThrownBy(() -> gil.of(1L).as(ArrowTable.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("expected a table, which has __arrow_c_stream__")
          .hasMessageContaining("got int");
    });
  }

  @Test
  void readsTextOfEveryLayoutAndNulls() {
    PYTHON.run(gil -> {
      PyObject text =
          producer(
              gil,
              """
              Producer(format=b"vu", nulls=1, buffers=(lambda v, d, n, k: [c.addressof(k[0]), c.addressof(v), c.addressof(d), c.addressof(n)])(
                  *(lambda v, d, n, k: (globals().update(kept=(v, d, n, k)), (v, d, n, k))[1])(
                  c.create_string_buffer((5).to_bytes(4, "little") + b"short".ljust(12, b"\\0") + bytes(16)
                      + (21).to_bytes(4, "little") + b"a te" + bytes(4) + bytes(4), 48),
                  c.create_string_buffer(b"a text that is longer"), (c.c_int64 * 1)(21), (c.create_string_buffer(b"\\x05"),))))
              """
                  .strip());
      try (ArrowTable table = text.as(ArrowTable.class)) {
        ArrowColumn column = table.batches().getFirst().column("x");

        assertThat(column.getString(0)).isEqualTo("short");
        assertThat(column.get(1)).isNull();
        assertThat(column.getString(2)).isEqualTo("a text that is longer");
        assertThat(column.nulls()).isOne();
        assertThatThrownBy(() -> column.getString(1))
            .hasMessageContaining("the column 'x' is null in row 1");
        assertThatThrownBy(() -> column.getLong(0)).hasMessageContaining("not integers");
        assertThatThrownBy(() -> column.getString(3)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    });
  }

  @Test
  void columnsOfJavaAreLentAndReleasedByTheirConsumer() {
    NativeArray numbers = NativeArray.copyOf(7L, 8L, 9L);
    PyRef taken =
        PYTHON.call(gil -> {
          try (ArrowTable table =
              ArrowTable.of(
                  numbers.column("n"),
                  NewColumn.copyOf("t", Arrays.asList("a", null, "b")),
                  NewColumn.copyOf("b", true, false, true).withValidity(true, true, false))) {
            return gil.run("consumer", CONSUMER).attr("Taken").call(table).keep();
          }
        });

    PYTHON.run(gil -> {
      PyObject held = gil.of(taken);
      assertThat(held.callMethod("formats").toJava()).isEqualTo(List.of("l", "U", "b"));
      assertThat(held.callMethod("longs", 0L).toJava()).isEqualTo(List.of(7L, 8L, 9L));
      assertThatThrownBy(numbers::close).isInstanceOf(IllegalStateException.class);
      held.callMethod("release");
    });
    numbers.close();
    taken.close();
  }

  @Test
  void aColumnMovedOutOfItsBatchLivesOn() {
    NativeArray numbers = NativeArray.copyOf(7L, 8L);
    PYTHON.run(gil -> {
      PyObject consumer = gil.run("consumer", CONSUMER);
      ArrowTable table = ArrowTable.of(numbers.column("n"), NewColumn.copyOf("m", 1L, 2L));
      PyObject taken = consumer.attr("Taken").call(table);
      table.close();
      PyObject moved = taken.callMethod("move_out", 0L);
      taken.callMethod("release");

      assertThatThrownBy(numbers::close).isInstanceOf(IllegalStateException.class);
      consumer.callMethod("drop", moved);
    });
    numbers.close();
  }

  @Test
  void whatNobodyTakesIsReleasedWithItsCapsule() {
    NativeArray numbers = NativeArray.copyOf(7L);
    PYTHON.run(gil -> {
      try (ArrowTable table = ArrowTable.of(numbers.column("n"))) {
        PyObject lent = gil.of(table);
        lent.callMethod("__arrow_c_stream__").close();
        lent.callMethod("__arrow_c_schema__").close();
        gil.of(table.batches().getFirst()).callMethod("__arrow_c_array__").close();
      }
    });
    numbers.close();
  }

  @Test
  void aTableOfJavaIsReadInJavaAndComesBackTheSame() {
    PYTHON.run(gil -> {
      try (ArrowTable table =
              ArrowTable.of(
                  NewColumn.copyOf("i", 1, 2, 3).withValidity(true, false, true),
                  NewColumn.copyOf("d", 0.5, 1.5, Double.NaN),
                  NewColumn.copyOf("t", List.of("ä", "", "\uD83E\uDD8E")));
          ArrowTable back = gil.of(table).as(ArrowTable.class)) {
        assertThat(back.schema()).isEqualTo(table.schema());
        ArrowColumn ints = back.batches().getFirst().column("i");
        assertThat(ints.isNull(1)).isTrue();
        assertThat(ints.segment().address())
            .isEqualTo(table.batches().getFirst().column("i").segment().address());
        assertThat(back.batches().getFirst().column("d").doubles().get(2)).isNaN();
        assertThat(back.batches().getFirst().column("t").getString(2)).isEqualTo("\uD83E\uDD8E");
      }
    });
  }

  @Test
  void refusesColumnsThatMakeNoTable() {
    NewColumn three = NewColumn.copyOf("a", 1L, 2L, 3L);

    assertThatThrownBy(() -> ArrowTable.of(three, NewColumn.copyOf("b", 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the columns of a table have one length, but 'a' has 3 rows and 'b' has 1");
    assertThatThrownBy(() -> three.withValidity(true))
        .hasMessage("the column 'a' has 3 rows, and its validity 1");
    assertThatThrownBy(() -> NewColumn.copyOf("t", List.of("\uD83E")))
        .hasMessageContaining("the text in row 0 of the column 't' has a lone surrogate");
    try (ArrowTable table = ArrowTable.of(three)) {
      assertThat(table.batches().getFirst().column("a").field().type())
          .isEqualTo(new ArrowType.Int(64, true));
      assertThatThrownBy(() -> ArrowTable.of(three)).hasMessageContaining("used already");
      assertThatThrownBy(() -> table.batches().getFirst().column("z"))
          .hasMessageContaining("there is no column 'z': the table has [a: ");
    }
  }

  @Test
  void manyThreadsReadWhileTheTableGoesBackAndForth() throws Exception {
    try (ArrowTable table =
            ArrowTable.of(
                NewColumn.copyOf("a", java.util.stream.LongStream.range(0, 1000).toArray()));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> sums = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        sums.add(
            threads.submit(() ->
                PYTHON.call(gil -> {
                  try (ArrowTable back = gil.of(table).as(ArrowTable.class)) {
                    ArrowColumn column = back.batches().getFirst().column("a");
                    long sum = 0;
                    for (long row = 0; row < column.length(); row++) {
                      sum += column.getLong(row);
                    }
                    return sum;
                  }
                })));
      }
      for (Future<Long> sum : sums) {
        assertThat(sum.get()).isEqualTo(499_500);
      }
    }
  }

  @Test
  void saysWhichRowIsNoDateOfJavas() {
    PYTHON.run(gil -> {
      try (ArrowTable table =
          producer(gil, "Producer(format=b'tss:Mars/Phobos')").as(ArrowTable.class)) {
        ArrowColumn column = table.batches().getFirst().column("x");

        assertThat(column.getLong(1)).isEqualTo(2);
        assertThatThrownBy(() -> column.get(1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("row 1 of the column 'x' of Timestamp")
            .hasMessageContaining("is no date of Java's")
            .hasMessageContaining("Mars/Phobos")
            .hasMessageContaining("read it with getLong");
      }
    });
  }

  @Test
  void saysWhichColumnCameWithoutMemory() {
    PYTHON.run(gil -> {
      try (ArrowTable table =
          producer(
                  gil,
                  "Producer(format=b'g', nulls=3, buffers=[c.addressof(globals().setdefault('none', c.c_int64(0))), None])")
              .as(ArrowTable.class)) {
        ArrowColumn column = table.batches().getFirst().column("x");

        assertThat(column.isNull(2)).isTrue();
        assertThat(column.get(2)).isNull();
        assertThatThrownBy(column::doubles)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "the column 'x' of 3 rows, 3 of them null, came without memory for its values: ask isNull, or read rows with get");
      }
    });
  }

  @Test
  void aTableThatWasForgottenIsReleasedByTheCollector() {
    PyRef producer = PYTHON.call(gil -> producer(gil, "Producer()").keep());
    PYTHON.run(gil -> gil.of(producer).as(ArrowTable.class));

    Collector.runUntil(() -> PYTHON.call(gil -> released(gil.of(producer)).get(1) == 1));

    producer.close();
  }
}
