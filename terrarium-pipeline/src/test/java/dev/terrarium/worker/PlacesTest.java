package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.run.Feed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A node does the same wherever it runs.
@Tag("native")
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"inline", "thread", "process"})
class PlacesTest {
  @Parameter String isolation;
  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void open() {
    place = new Place(folder, isolation);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void runsAClassWithItsParameters() throws Exception {
    place.module(
        """
        class Gain:
            def __init__(self, factor, offset=0):
                self.factor, self.offset = factor, offset
            def process(self, item):
                return item * self.factor + self.offset
        """);

    assertThat(place.outputs(List.of(1L, 2.5), "@:Gain {\"factor\": 2}")).containsExactly(2L, 5.0);
  }

  @Test
  void runsAFunctionOfATextInTheManifest() {
    assertThat(place.outputs(List.of(3L), "twice | \"source\": \"def twice(x): return 2 * x\""))
        .containsExactly(6L);
  }

  @Test
  void takesAndGivesEveryValueThatJavaAndPythonShare() throws Exception {
    place.module("def same(item): return item");
    var items =
        List.of(
            true,
            0L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1L,
            BigInteger.TWO.pow(100),
            BigInteger.TWO.pow(3000).negate(),
            -0.0,
            Double.POSITIVE_INFINITY,
            "",
            "ü\0🦎".repeat(200),
            List.of(1L, List.of()),
            Map.of("a", Map.of("b", List.of("c"))),
            Set.of(1L, "x"),
            new BigDecimal("-1.50"),
            LocalDate.of(2025, 2, 28),
            LocalTime.of(1, 2, 3, 4000),
            LocalDateTime.of(2025, 1, 2, 3, 4, 5, 6000),
            OffsetDateTime.of(2025, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(-3)),
            LocalDateTime.of(2025, 1, 2, 3, 4).atZone(ZoneId.of("Europe/Berlin")),
            LocalDateTime.of(2025, 10, 26, 2, 30)
                .atZone(ZoneId.of("Europe/Berlin"))
                .withLaterOffsetAtOverlap(),
            Duration.ofSeconds(-90_000, 5000),
            UUID.fromString("12345678-1234-5678-1234-567812345678"),
            Path.of("/a/b"));

    assertThat(place.outputs(items, "@:same")).isEqualTo(items);
    assertThat(place.outputs(List.of(Double.NaN), "@:same")).containsExactly(Double.NaN);
    assertThat((byte[]) place.outputs(List.of(new byte[] {1, -1}), "@:same").getFirst())
        .containsExactly(1, -1);
  }

  private static void requireNumpy() {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
  }

  @Test
  void givesTuplesAndArraysAndSubclassesAsPlainValues() throws Exception {
    requireNumpy();
    place.module(
        """
        import collections, enum
        import numpy as np
        class Level(enum.IntEnum): HIGH = 3
        class Text(str): pass
        def make(item):
            return {
                "tuple": (1, (2,)),
                "array": np.arange(6, dtype="int16").reshape(2, 3),
                "halves": np.array([0.5, 1.5], dtype="float32"),
                "flags": np.array([True, False]),
                "empty": np.zeros((0, 2)),
                "scalar": np.float32(0.5),
                "number": np.int64(7),
                "ordered": collections.OrderedDict(a=1),
                "enum": Level.HIGH,
                "text": Text("t"),
                "words": np.array(["a", "b"]),
                "large": np.array([2**63], dtype="uint64"),
            }
        """);

    assertThat(place.outputs(List.of(1L), "@:make"))
        .containsExactly(
            Map.ofEntries(
                Map.entry("tuple", List.of(1L, List.of(2L))),
                Map.entry("array", List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L))),
                Map.entry("halves", List.of(0.5, 1.5)),
                Map.entry("flags", List.of(true, false)),
                Map.entry("empty", List.of()),
                Map.entry("scalar", 0.5),
                Map.entry("number", 7L),
                Map.entry("ordered", Map.of("a", 1L)),
                Map.entry("enum", 3L),
                Map.entry("text", "t"),
                Map.entry("words", List.of("a", "b")),
                Map.entry("large", List.of(BigInteger.TWO.pow(63)))));
  }

  @Test
  void keepsWhatAnotherPythonNodeTakes() throws Exception {
    requireNumpy();
    place.module(
        """
        import numpy as np
        class Thing:
            def __init__(self, value): self.value = value
        def make(item): return Thing((item, np.ones((2, 2)), {1: {2}}))
        def look(thing):
            pair, array, table = thing.value
            array[0, 0] = 5.0
            return [type(thing).__name__, pair, float(array.sum()), type(thing.value).__name__, table == {1: {2}}]
        """);

    assertThat(place.outputs(List.of(4L), "@:make", "@:look"))
        .containsExactly(List.of("Thing", 4L, 8.0, "tuple", true));
    assertThat(place.outputs(List.of(4L), "@:make", "PassThrough", "@:look")).hasSize(1);
  }

  @Test
  void hearsSound() throws Exception {
    requireNumpy();
    place.module(
        """
        import numpy as np
        def louder(item):
            samples, rate = item
            assert samples.dtype == np.float32 and samples.shape == (2, 3), samples
            return samples * 2, rate
        """);
    var frame = AudioFrame.copyOf(8000, new float[] {1, 2, 3}, new float[] {4, 5, 6});

    var out = place.outputs(List.of(frame), "@:louder", "ExtractAudioDataNode");

    assertThat((float[]) out.getFirst()).containsExactly(2, 4, 6, 8, 10, 12);
  }

  @Test
  void lendsArraysForReading() throws Exception {
    requireNumpy();
    place.module(
        """
        import numpy as np
        def make(length):
            if length == 1: return np.arange(6, dtype=">i2").reshape(2, 3).T
            if length == 2: return np.array(["text"])
            return np.full((2, length // 2), 0.5), 8000
        """);

    place.emitted(
        "@:make",
        1L,
        value -> {
          var view = value.as(ArrayView.class);
          assertThat(view.shape()).containsExactly(3, 2);
          assertThat(view.dtype()).isEqualTo(">i2");
          assertThat(view.data().isReadOnly()).isTrue();
          var elements = new short[6];
          view.data().asShortBuffer().get(elements);
          assertThat(elements).containsExactly(0, 3, 1, 4, 2, 5);
        });
    place.emitted(
        "@:make",
        100_000L,
        value -> {
          var view = value.as(ArrayView.class);
          assertThat(view.shape()).containsExactly(2, 50_000);
          assertThat(view.data().asDoubleBuffer().get(99_999)).isEqualTo(0.5);
        });
    place.emitted(
        "@:make",
        2L,
        value ->
            assertThatThrownBy(() -> value.as(ArrayView.class))
                .isInstanceOf(ConversionFault.class)
                .hasMessageContaining("expected an ndarray"));
  }

  @Test
  void dropsNoneButEmitsOneThatIsMeant() throws Exception {
    place.module(
        """
        from terrarium import Emit
        def odd(item): return item if item % 2 else None
        def none(item): return Emit(None)
        """);

    assertThat(place.outputs(List.of(1L, 2L, 3L), "@:odd")).containsExactly(1L, 3L);
    assertThat(place.outputs(List.of(1L), "@:none")).isEqualTo(Place.items((Object) null));
  }

  @Test
  void letsEachValueOfAGeneratorLeaveBeforeTheNextIsMade() throws Exception {
    place.module(
        """
        import itertools
        clock = itertools.count()
        class Count:
            def process(self, item):
                for i in range(item):
                    yield next(clock)
        """);
    var out = new java.util.ArrayList<Object>();

    place.run(List.of(2L), out, "@:Count", "MultiplyNode {\"factor\": 1}");

    assertThat(out).containsExactly(0L, 1L);
  }

  @Test
  void awaitsCoroutinesAndAsyncGenerators() throws Exception {
    place.module(
        """
        import asyncio
        async def later(item):
            await asyncio.sleep(0)
            return item + 1
        async def twice(item):
            yield item
            await asyncio.sleep(0)
            yield item
        """);

    assertThat(place.outputs(List.of(1L), "@:later", "@:twice")).containsExactly(2L, 2L);
  }

  @Test
  void initializesFlushesAndCleansUp() throws Exception {
    place.module(
        """
        class Node:
            def __init__(self, file): self.file = file
            async def initialize(self): self.life = ["initialize"]
            def process(self, item): self.life.append(item)
            def flush(self): return self.life
            def cleanup(self): open(self.file, "w").write("cleaned up")
        """);
    var file = folder.resolve("life");

    var out = place.outputs(List.of(7L), "@:Node {\"file\": \"" + file + "\"}");

    assertThat(out).containsExactly(List.of("initialize", 7L));
    assertThat(file).hasContent("cleaned up");
  }

  @Test
  void saysWhatWasRaisedAndWhere() throws Exception {
    place.module(
        """
        class Odd(ValueError): pass
        def check(item):
            if item % 2: raise Odd(f"{item} is odd")
            return item
        """);

    var error =
        catchThrowableOfType(NodeException.class, () -> place.outputs(List.of(2L, 3L), "@:check"));

    assertThat(error).hasMessageContaining("is odd").hasMessageContaining("n0");
    assertThat(error.type()).endsWith(".Odd");
    assertThat(error.detail()).isEqualTo("3 is odd");
    assertThat(error.traceback())
        .contains("in check")
        .doesNotContain("_worker")
        .doesNotContain("_driver");
    assertThat(error.place().item()).hasValue(1);
  }

  @Test
  void triesAgainAndLeavesOutByTheKindOfException() throws Exception {
    place.module(
        """
        seen = []
        def flaky(item):
            seen.append(item)
            if item == 1 and seen.count(1) < 3: raise ConnectionResetError("again")
            if item == 2: raise KeyError("never")
            return item
        """);

    assertThat(
            place.outputs(
                List.of(1L, 2L, 3L),
                "@:flaky | \"on_error\": \"skip\", \"retry\": {\"attempts\": 3, \"backoff_ms\": 0}"))
        .containsExactly(1L, 3L);
  }

  @Test
  void refusesWhatJavaCannotTakeWithItsPlace() throws Exception {
    place.module(
        """
        class Thing: pass
        def make(item): return {"a": [1, Thing()]}
        """);

    var error =
        catchThrowableOfType(
            MarshalException.class, () -> place.outputs(List.of(1L), "@:make", "Echo"));

    assertThat(error.path()).isEqualTo("$.a[1]");
    assertThat(error).hasMessageContaining("Thing has no counterpart in Java");
  }

  @Test
  void endsWorkThatTakesTooLongAndGoesOnWithTheNextItem() throws Exception {
    place.module(
        """
        import time
        def node(item):
            if item == 1: time.sleep(1000)
            if item == 2:
                while True: pass
            return item
        """);

    assertThat(
            place
                .outputs(
                    List.of(0L, 1L, 2L, 3L),
                    "@:node | \"timeout_ms\": 1000, \"on_error\": \"data\"")
                .toString())
        .startsWith("[0, {")
        .contains("TimeoutError", "the node worked longer on an item than its limit of 1000 ms")
        .endsWith(", 3]");
  }

  @Test
  void streamsItemsThroughANodeThatAsksForThem() throws Exception {
    place.module(
        """
        class Sums:
            is_streaming = True
            def process(self, items):
                total = 0
                for item in items:
                    total += item
                    yield total
            def flush(self): return "over"
        class Async:
            is_streaming = True
            async def process(self, items):
                async for item in items:
                    yield item * 10
        """);

    assertThat(place.outputs(List.of(1L, 2L, 3L), "@:Sums")).containsExactly(1L, 3L, 6L, "over");
    assertThat(place.outputs(List.of(1L, 2L), "@:Async")).containsExactly(10L, 20L);
  }

  @Test
  void makesItemsOfItsOwn() throws Exception {
    place.module(
        """
        class Source:
            is_source = True
            def process(self):
                yield from range(3)
        """);
    var out = new java.util.ArrayList<Object>();

    place.pipeline("@:Source").run(new Feed.None(), (_, value) -> out.add(value));

    assertThat(out).containsExactly(0L, 1L, 2L);
  }

  @Test
  void sendsOnWhatIsPrinted() throws Exception {
    place.module(
        """
        import sys
        def loud(item):
            print("hello", item)
            sys.stderr.write("half")
        """);

    Place.PRINTED.clear();
    place.outputs(List.of(1L), "@:loud");

    assertThat(Place.printed()).contains("hello 1\n").contains("half");
  }

  @Test
  void saysWhyANodeCannotBeLoaded() throws Exception {
    var module = place.module("import not_there_at_all\ndef node(item): return item");

    assertThat(place.faults("@:node").getFirst())
        .startsWith("$.nodes[0].node_type: " + module + ":node cannot be loaded: Python ")
        .contains("has no module 'not_there_at_all'; install it there");
    place.module("def node(item: return item");
    assertThat(place.faults("@:node").getFirst()).contains("SyntaxError in ", ", line 1");
    place.module("class Node:\n  def __init__(self, a): pass\n  def process(self, item): pass");
    assertThat(place.faults("@:Node {\"b\": 1}"))
        .containsExactly(
            "$.nodes[0].params.b: is no parameter of this node; it takes a",
            "$.nodes[0].params: lacks the parameter 'a'");
  }
}
