package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class InlineNodesTest {
  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void runsAClassWithItsParameters() throws Exception {
    var module =
        workshop.module(
            """
            class Gain:
                def __init__(self, factor, offset=0):
                    self.factor, self.offset = factor, offset
                def process(self, item):
                    return item * self.factor + self.offset
            """);

    var out = workshop.outputs(List.of(1L, 2.5), module + ":Gain {\"factor\": 2}");

    assertThat(out).containsExactly(2L, 5.0);
  }

  @Test
  void runsAPlainFunction() throws Exception {
    var module = workshop.module("def double(item, times=2): return item * times");

    assertThat(workshop.outputs(List.of("ab"), module + ":double {\"times\": 3}"))
        .containsExactly("ababab");
  }

  @Test
  void takesAndGivesEveryKindOfJson() throws Exception {
    var module = workshop.module("def same(item): return item");
    var items =
        List.of(
            true,
            Long.MAX_VALUE,
            BigInteger.TWO.pow(100),
            -0.0,
            "ü\0🦎",
            List.of(1L, List.of()),
            Map.of("a", Map.of("b", List.of("c"))));

    assertThat(workshop.outputs(items, module + ":same")).isEqualTo(items);
  }

  @Test
  void dropsNoneButEmitsOneThatIsMeant() throws Exception {
    var module =
        workshop.module(
            """
            from terrarium import Emit
            def odd(item): return item if item % 2 else None
            def none(item): return Emit(None)
            """);

    assertThat(workshop.outputs(List.of(1L, 2L, 3L), module + ":odd")).containsExactly(1L, 3L);
    assertThat(workshop.outputs(List.of(1L), module + ":none"))
        .isEqualTo(Arrays.asList((Object) null));
  }

  @Test
  void letsEachValueOfAGeneratorLeaveBeforeTheNextIsMade() throws Exception {
    var module =
        workshop.module(
            """
            made = []
            def count(item):
                for i in range(item):
                    made.append(i)
                    yield i
            def look(item): return [item, list(made)]
            """);

    assertThat(workshop.outputs(List.of(2L), module + ":count", module + ":look"))
        .containsExactly(List.of(0L, List.of(0L)), List.of(1L, List.of(0L, 1L)));
  }

  @Test
  void awaitsCoroutinesAndAsyncGenerators() throws Exception {
    var module =
        workshop.module(
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

    assertThat(workshop.outputs(List.of(1L), module + ":later", module + ":twice"))
        .containsExactly(2L, 2L);
  }

  @Test
  void initializesFlushesAndCleansUp() throws Exception {
    var module =
        workshop.module(
            """
            life = []
            class Node:
                async def initialize(self): life.append("initialize")
                def process(self, item): life.append(item)
                def flush(self): return ["left", len(life)]
                def cleanup(self): life.append("cleanup")
            def told(item): return list(life)
            """);

    assertThat(workshop.outputs(List.of(7L), module + ":Node"))
        .containsExactly(List.of("left", 2L));
    assertThat(workshop.outputs(List.of(0L), module + ":told"))
        .containsExactly(List.of("initialize", 7L, "cleanup"));
  }

  @Test
  void handsTheSameObjectFromOnePythonNodeToTheNext() throws Exception {
    var module =
        workshop.module(
            """
            class Thing: pass
            def make(item):
                thing = Thing()
                thing.id = id(thing)
                return thing
            def same(thing): return thing.id == id(thing) and type(thing) is Thing
            """);

    assertThat(workshop.outputs(List.of(1L), module + ":make", module + ":same"))
        .containsExactly(true);
    assertThat(workshop.outputs(List.of(1L), module + ":make", "PassThrough", module + ":same"))
        .containsExactly(true);
  }

  @Test
  void convertsForTheJavaNodeInBetween() throws Exception {
    var module = workshop.module("def pair(item): return (item, item + 1)");

    assertThat(workshop.outputs(List.of(1L), module + ":pair", "Echo"))
        .containsExactly(Map.of("input", List.of(1L, 2L), "counter", 1L, "node", "Echo"));
  }

  @Test
  void sharesNothingBetweenTwoNodesOfOneClassNorBetweenTwoRuns() throws Exception {
    var module =
        workshop.module(
            """
            class Counter:
                def __init__(self): self.n = 0
                def process(self, item):
                    self.n += 1
                    return item * 10 + self.n
            """);
    var counter = module + ":Counter";

    assertThat(workshop.outputs(List.of(0L, 0L), counter, counter)).containsExactly(11L, 22L);
    assertThat(workshop.outputs(List.of(0L), counter, counter)).containsExactly(11L);
  }

  @Test
  void findsEachPipelinesOwnModuleAlthoughAnothersHadTheSameName(@TempDir Path other)
      throws Exception {
    Files.writeString(folder.resolve("namesake.py"), "def who(item): return 'first'");
    Files.writeString(other.resolve("namesake.py"), "def who(item): return 'second'");

    assertThat(workshop.outputs(List.of(1L), "namesake:who")).containsExactly("first");
    workshop.close();
    workshop = new Workshop(other);

    assertThat(workshop.outputs(List.of(1L), "namesake:who")).containsExactly("second");
  }

  @Test
  void runsOnAVirtualThread() throws Exception {
    var module = workshop.module("def same(item): return item");
    var out = new ArrayList<@Nullable Object>();

    Thread.ofVirtual()
        .start(() -> out.addAll(workshop.outputs(List.of(1L, 2L), module + ":same")))
        .join();

    assertThat(out).containsExactly(1L, 2L);
  }

  @Test
  void sendsWhatANodePrintsToTheSink() throws Exception {
    var module = workshop.module("def loud(item): print('hello', item)");
    Workshop.PRINTED.clear();

    workshop.outputs(List.of(1L), module + ":loud");

    assertThat(String.join("", Workshop.PRINTED)).contains("hello 1");
  }

  @Test
  void stopsAGeneratorThatIsNotAskedForTheRest() throws Exception {
    var module =
        workshop.module(
            """
            ends = []
            def endless(item):
                try:
                    while True: yield 1
                finally: ends.append("closed")
            def fail(item): raise ValueError("enough")
            def told(item): return list(ends)
            """);
    var out = new ArrayList<@Nullable Object>();

    workshop.run(List.of(1L), out, module + ":endless", module + ":fail");

    assertThat(workshop.outputs(List.of(1L), module + ":told")).containsExactly(List.of("closed"));
  }
}
