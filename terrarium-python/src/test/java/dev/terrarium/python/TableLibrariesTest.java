package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowColumn;
import dev.terrarium.python.arrow.ArrowField;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.ArrowType;
import dev.terrarium.python.arrow.NewColumn;
import dev.terrarium.testing.OnePython;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tables of the real PyArrow, pandas and Polars, where the Python has them.
@Tag("native")
class TableLibrariesTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @BeforeEach
  void needsTheLibraries() {
    boolean there =
        PYTHON.call(gil ->
            gil.eval(
                    "all(__import__('importlib.util').util.find_spec(m) for m in ('pyarrow', 'pandas', 'polars'))")
                .isTrue());
    Assumptions.assumeTrue(there, "this Python has no PyArrow, pandas and Polars");
  }

  private static PyObject run(Gil gil, String source) {
    return gil.run(
            "m", "import pyarrow as pa, pandas as pd, polars as pl, datetime as dt\n" + source)
        .attr("v");
  }

  private static List<Object> values(ArrowColumn column) {
    return LongStream.range(0, column.length()).mapToObj(column::get).toList();
  }

  private static List<Object> all(ArrowTable table, String column) {
    return table.batches().stream().flatMap(b -> values(b.column(column)).stream()).toList();
  }

  private static final String EVERY_TYPE =
      """
      from decimal import Decimal as D
      v = pa.table({
        "i8": pa.array([1, None, -3], pa.int8()), "u64": pa.array([1, None, 2**64 - 1], pa.uint64()),
        "f2": pa.array([1.5, None, -2], pa.float16()), "f8": pa.array([1.5, None, float("inf")]),
        "bool": pa.array([True, None, False]), "text": pa.array(["aé", None, ""]),
        "large": pa.array(["x", None, "y"], pa.large_string()),
        "view": pa.array(["short", None, "a text that is longer than twelve bytes"], pa.string_view()),
        "bytes": pa.array([b"\\0x", None, b""]), "fixed": pa.array([b"ab", None, b"cd"], pa.binary(2)),
        "d32": pa.array([0, None, -1], pa.date32()), "d64": pa.array([0, None, 86400000], pa.date64()),
        "naive": pa.array([1, None, -1], pa.timestamp("ms")),
        "zoned": pa.array([0, None, 1], pa.timestamp("ns", "Europe/Berlin")),
        "time": pa.array([1, None, 3600000000], pa.time64("us")), "span": pa.array([1, None, -1], pa.duration("s")),
        "dec": pa.array([D("1.25"), None, D("-0.01")], pa.decimal128(10, 2)),
        "dict": pa.array(["red", None, "red"]).dictionary_encode(),
        "list": pa.array([[1, None], None, []], pa.list_(pa.int32())),
        "llist": pa.array([["a"], None, ["b", "c"]], pa.large_list(pa.string())),
        "flist": pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int8(), 2)),
        "struct": pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": "z"}]),
        "map": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())),
        "null": pa.nulls(3),
      })
      """;

  @Test
  void everyTypeIsReadAsWhatItMeans() {
    PYTHON.run(gil -> {
      try (ArrowTable table = run(gil, EVERY_TYPE).as(ArrowTable.class)) {
        checkNumbers(table);
        checkTimes(table);
        checkNested(table);
      }
    });
  }

  private static void checkNumbers(ArrowTable table) {
    assertThat(table.rows()).isEqualTo(3);
    assertThat(all(table, "i8")).isEqualTo(Arrays.asList(1L, null, -3L));
    assertThat(all(table, "u64").toString()).isEqualTo("[1, null, 18446744073709551615]");
    assertThat(all(table, "f2")).isEqualTo(Arrays.asList(1.5, null, -2.0));
    assertThat(all(table, "f8")).isEqualTo(Arrays.asList(1.5, null, Double.POSITIVE_INFINITY));
    assertThat(all(table, "bool")).isEqualTo(Arrays.asList(true, null, false));
    assertThat(all(table, "text")).isEqualTo(Arrays.asList("aé", null, ""));
    assertThat(all(table, "large")).isEqualTo(Arrays.asList("x", null, "y"));
    assertThat(all(table, "view"))
        .isEqualTo(Arrays.asList("short", null, "a text that is longer than twelve bytes"));
    assertThat((byte[]) all(table, "bytes").get(0)).containsExactly(0, 'x');
    assertThat((byte[]) all(table, "fixed").get(2)).containsExactly('c', 'd');
    assertThat(all(table, "dec"))
        .isEqualTo(Arrays.asList(new BigDecimal("1.25"), null, new BigDecimal("-0.01")));
    assertThat(all(table, "dict")).isEqualTo(Arrays.asList("red", null, "red"));
    assertThat(all(table, "null")).isEqualTo(Arrays.asList(null, null, null));
  }

  private static void checkTimes(ArrowTable table) {
    LocalDate epoch = LocalDate.ofEpochDay(0);
    assertThat(all(table, "d32")).isEqualTo(Arrays.asList(epoch, null, epoch.minusDays(1)));
    assertThat(all(table, "d64")).isEqualTo(Arrays.asList(epoch, null, epoch.plusDays(1)));
    assertThat(all(table, "naive").get(2))
        .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000));
    assertThat(all(table, "zoned").get(2))
        .isEqualTo(
            epoch
                .atStartOfDay(ZoneId.of("UTC"))
                .plusNanos(1)
                .withZoneSameInstant(ZoneId.of("Europe/Berlin")));
    assertThat(all(table, "time"))
        .isEqualTo(Arrays.asList(LocalTime.ofNanoOfDay(1000), null, LocalTime.of(1, 0)));
    assertThat(all(table, "span"))
        .isEqualTo(Arrays.asList(Duration.ofSeconds(1), null, Duration.ofSeconds(-1)));
  }

  private static void checkNested(ArrowTable table) {
    assertThat(all(table, "list"))
        .isEqualTo(Arrays.asList(Arrays.asList(1L, null), null, List.of()));
    assertThat(all(table, "llist")).isEqualTo(Arrays.asList(List.of("a"), null, List.of("b", "c")));
    assertThat(all(table, "flist"))
        .isEqualTo(Arrays.asList(List.of(1L, 2L), null, List.of(3L, 4L)));
    assertThat(all(table, "struct").get(0)).isEqualTo(Map.of("a", 1L, "b", "x"));
    assertThat(all(table, "struct").get(2).toString()).isEqualTo("{a=null, b=z}");
    assertThat(all(table, "map")).isEqualTo(Arrays.asList(Map.of("k", 1L), null, Map.of()));
  }

  @Test
  void goesBackToEveryLibraryWithoutACopy() {
    PYTHON.run(gil -> {
      PyObject original = run(gil, EVERY_TYPE);
      try (ArrowTable table = original.as(ArrowTable.class)) {
        PyObject check =
            gil.run(
                "m",
                """
                import pyarrow as pa, pandas as pd, polars as pl
                def check(original, table):
                    again = pa.table(table)
                    assert again.equals(original), again
                    again.validate(full=True)
                    for name in ("f8", "text", "list"):
                        mine, theirs = again[name].chunk(0), original[name].chunk(0)
                        assert [b and b.address for b in mine.buffers()] == [b and b.address for b in theirs.buffers()]
                    simple = again.select(["i8", "f8", "bool", "text", "d32", "naive", "list"])
                    pl_frame = pl.DataFrame(simple)
                    assert pl_frame["text"].to_list() == ["aé", None, ""]
                    assert pl.DataFrame(table)["f8"].to_list()[0] == 1.5
                    pandas = pd.DataFrame.from_arrow(table) if hasattr(pd.DataFrame, "from_arrow") else again.to_pandas()
                    assert list(pandas["large"])[0] == "x"
                    return True
                """);

        assertThat(check.callMethod("check", original, table).isTrue()).isTrue();
      }
    });
  }

  @Test
  void framesOfPandasAndPolarsAreReadInPlace() {
    PYTHON.run(gil -> {
      try (ArrowTable pandas =
              run(gil, "v = pd.DataFrame({'a': [1, 2], 't': ['x', None]})").as(ArrowTable.class);
          ArrowTable polars =
              run(
                      gil,
                      "v = pl.concat([pl.DataFrame({'a': [1, 2], 't': ['x', None]}), pl.DataFrame({'a': [3, 4], 't': ['a text of more than twelve', 'y']})], rechunk=False)")
                  .as(ArrowTable.class);
          ArrowTable series = run(gil, "v = pl.Series('s', [1.5, None])").as(ArrowTable.class)) {
        assertThat(all(pandas, "a")).isEqualTo(List.of(1L, 2L));
        assertThat(all(pandas, "t")).isEqualTo(Arrays.asList("x", null));
        assertThat(all(polars, "a")).isEqualTo(List.of(1L, 2L, 3L, 4L));
        assertThat(all(polars, "t"))
            .isEqualTo(Arrays.asList("x", null, "a text of more than twelve", "y"));
        assertThat(all(series, "s")).isEqualTo(Arrays.asList(1.5, null));
      }
    });
  }

  @Test
  void slicesBeginWhereTheyBegin() {
    PYTHON.run(gil -> {
      try (ArrowTable table = run(gil, EVERY_TYPE + "v = v.slice(1, 2)\n").as(ArrowTable.class)) {
        assertThat(all(table, "f8")).isEqualTo(Arrays.asList(null, Double.POSITIVE_INFINITY));
        assertThat(all(table, "bool")).isEqualTo(Arrays.asList(null, false));
        assertThat(all(table, "text")).isEqualTo(Arrays.asList(null, ""));
        assertThat(all(table, "llist")).isEqualTo(Arrays.asList(null, List.of("b", "c")));
        assertThat(all(table, "flist")).isEqualTo(Arrays.asList(null, List.of(3L, 4L)));
        assertThat(all(table, "struct").toString()).isEqualTo("[null, {a=null, b=z}]");
        assertThat(all(table, "dict")).isEqualTo(Arrays.asList(null, "red"));
        assertThat(table.batches().getFirst().column("f8").doubles().get(1))
            .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(table.batches().getFirst().column("struct").children().get(1).get(1))
            .isEqualTo("z");
      }
    });
  }

  @Test
  void refusesWhatAMapOfJavaWouldLose() {
    PYTHON.run(gil -> {
      String source =
          """
          v = pa.table({"m": pa.array([[("k", 1), ("k", 2)]], pa.map_(pa.string(), pa.int64())),
                        "s": pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["q", "q"])})
          """;
      try (ArrowTable table = run(gil, source).as(ArrowTable.class)) {
        assertThatThrownBy(() -> all(table, "m"))
            .hasMessageStartingWith(
                "row 0 of the column 'm' has the key 'k' twice, with 1 and with 2");
        assertThatThrownBy(() -> all(table, "s"))
            .hasMessageStartingWith("row 0 of the column 's' has two members 'q', 1 and 2");
      }
    });
  }

  @Test
  void aStreamOfAGeneratorIsReadToItsEndAndItsFailureIsSaid() {
    PYTHON.run(gil -> {
      PyObject reader =
          run(
              gil,
              """
              schema = pa.schema([("n", pa.int64())])
              def batches(fail):
                  for i in range(3): yield pa.record_batch([pa.array([i, i])], schema=schema)
                  if fail: raise KeyError("the third")
              v = lambda fail: pa.RecordBatchReader.from_batches(schema, batches(fail))
              """);
      try (ArrowTable table = reader.call(false).as(ArrowTable.class)) {
        assertThat(all(table, "n")).isEqualTo(List.of(0L, 0L, 1L, 1L, 2L, 2L));
      }
      assertThatThrownBy(() -> reader.call(true).as(ArrowTable.class))
          .isInstanceOf(PythonException.class)
          .hasMessage("KeyError: 'the third'")
          .hasStackTraceContaining("batches");
    });
  }

  @Test
  void aReaderIsReadBatchByBatchAndItsGeneratorEndsWithIt() {
    PYTHON.run(gil -> {
      PyObject module =
          gil.run(
              "m",
              """
              import pyarrow as pa
              schema = pa.schema([("n", pa.int64())])
              said = []
              def batches():
                  try:
                      for i in range(1000):
                          said.append(i)
                          yield pa.record_batch([pa.array([i, i])], schema=schema)
                  finally:
                      said.append("ended")
              def reader(): return pa.RecordBatchReader.from_batches(schema, batches())
              """);
      try (ArrowStream stream = module.callMethod("reader").as(ArrowStream.class);
          ArrowBatch first = stream.next();
          ArrowBatch second = stream.next()) {
        assertThat(stream.schema()).hasToString("[n: Int[bits=64, signed=true]]");
        assertThat(first.column("n").getLong(1)).isZero();
        assertThat(second.column("n").getLong(1)).isOne();
        assertThat(module.attr("said").toJava()).isEqualTo(List.of(0L, 1L));
      }
      gil.importModule("gc").callMethod("collect");
    });
  }

  @Test
  void batchesOfJavaAreReadByEveryLibraryAsTheyAreMade() {
    List<ArrowField> schema = List.of(ArrowField.of("n", new ArrowType.Int(64, true)));
    List<Long> made = new java.util.ArrayList<>();
    java.util.function.Supplier<ArrowStream> streams =
        () ->
            ArrowStream.of(
                schema,
                LongStream.range(0, 5)
                    .boxed()
                    .peek(made::add)
                    .map(number -> ArrowTable.of(NewColumn.copyOf("n", number, number)))
                    .iterator());
    PYTHON.run(gil -> {
      PyObject module =
          gil.run(
              "m",
              """
              import pyarrow as pa, polars as pl, pandas as pd
              def one(stream):
                  reader = pa.RecordBatchReader.from_stream(stream)
                  return reader.read_next_batch()["n"].to_pylist()
              def arrow(stream): return pa.table(stream)["n"].to_pylist()
              def polars(stream): return pl.DataFrame(stream)["n"].to_list()
              def pandas(stream): return list(pd.DataFrame.from_arrow(stream)["n"])
              def iterated(stream): return [pa.record_batch(b)["n"].to_pylist() for b in stream]
              def fails(stream):
                  try: pa.table(stream)
                  except Exception as e: return f"{type(e).__name__}: {e}"
              """);
      assertThat(module.callMethod("one", streams.get()).toJava()).isEqualTo(List.of(0L, 0L));
      assertThat(made).containsExactly(0L);
      List<Long> all = List.of(0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L);
      for (String library : List.of("arrow", "polars", "pandas")) {
        assertThat(module.callMethod(library, streams.get()).toJava()).as(library).isEqualTo(all);
      }
      assertThat(module.callMethod("iterated", streams.get()).size()).isEqualTo(5);
      ArrowStream failing =
          ArrowStream.of(
              schema,
              LongStream.range(0, 2)
                  .mapToObj(number -> {
                    throw new IllegalArgumentException("no row " + number);
                  })
                  .map(ArrowTable.class::cast)
                  .iterator());
      assertThat(module.callMethod("fails", failing).as(String.class))
          .contains("java.lang.IllegalArgumentException: no row 0");
    });
  }

  @Test
  void saysWhichColumnIsNotSupported() {
    PYTHON.run(gil ->
        assertThatThrownBy(() ->
                run(
                        gil,
                        "u = pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array([1]))\nv = pa.table({'ok': [1], 's': pa.StructArray.from_arrays([u], ['u'])})")
                    .as(ArrowTable.class))
            .isInstanceOf(ConversionException.class)
            .hasMessageContaining("the column 's.u' has the Arrow format '+r'"));
  }

  @Test
  void memoryOfPyArrowIsReleasedByTheLastOfBothSides() {
    long before = allocatedByPyArrow();
    ArrowTable table =
        PYTHON.call(
            gil -> run(gil, "v = pa.table({'a': pa.array(range(1000000))})").as(ArrowTable.class));
    PyRef again = PYTHON.call(gil -> gil.importModule("pyarrow").callMethod("table", table).keep());
    ArrowColumn column = table.batches().getFirst().column("a");

    table.close();
    table.close();
    assertThatThrownBy(() -> column.getLong(0)).hasMessage("this table was closed");
    PYTHON.run(gil ->
        assertThatThrownBy(() -> gil.importModule("pyarrow").callMethod("table", table))
            .hasMessageContaining("this table was closed"));
    assertThat(allocatedByPyArrow()).isGreaterThanOrEqualTo(before + 8_000_000);
    PYTHON.run(gil ->
        assertThat(gil.of(again).item("a").item(999_999).callMethod("as_py").as(long.class))
            .isEqualTo(999_999));
    again.close();
    assertThat(allocatedByPyArrow()).isLessThan(before + 8_000_000);
  }

  private static long allocatedByPyArrow() {
    return PYTHON.call(gil -> {
      gil.importModule("gc").callMethod("collect");
      return gil.importModule("pyarrow").attr("total_allocated_bytes").call(long.class);
    });
  }

  @Test
  void columnsOfJavaAreTakenByEveryLibrary() {
    NativeArray numbers = NativeArray.copyOf(1.5, 2.5, 3.5);
    try (ArrowTable table =
        ArrowTable.of(
            numbers.column("x").withValidity(true, false, true),
            NewColumn.copyOf("n", 1L, 2L, 3L),
            NewColumn.copyOf("t", Arrays.asList("ä", null, "")),
            NewColumn.copyOf("b", true, false, true))) {
      PYTHON.run(gil -> {
        PyObject check =
            gil.run(
                "m",
                """
                import pyarrow as pa, pandas as pd, polars as pl
                def check(table, batch):
                    taken = pa.table(table)
                    taken.validate(full=True)
                    assert taken.to_pydict() == {"x": [1.5, None, 3.5], "n": [1, 2, 3], "t": ["ä", None, ""],
                                                 "b": [True, False, True]}, taken.to_pydict()
                    assert pl.DataFrame(table)["t"].to_list() == ["ä", None, ""]
                    assert pa.record_batch(batch).num_rows == 3
                    assert pa.schema(table).names == ["x", "n", "t", "b"]
                    assert taken.to_pandas()["n"].sum() == 6
                    return taken["x"].chunk(0).buffers()[1].address
                """);
        ArrowBatch batch = table.batches().getFirst();

        assertThat(check.callMethod("check", table, batch).as(long.class))
            .isEqualTo(numbers.segment().address());
        assertThat(batch.column("x").get(1)).isNull();
        assertThat(batch.column("x").field().type()).isEqualTo(new ArrowType.Real(64));
      });
      assertThatThrownBy(numbers::close).isInstanceOf(IllegalStateException.class);
    }
    PYTHON.run(gil -> gil.importModule("gc").callMethod("collect"));
    numbers.close();
  }
}
