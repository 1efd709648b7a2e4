package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the reference system promises of a Python node, row by row, where its runtimes fall short.
@Tag("native")
class ReferenceContractTest {
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
  void filtersNoneAlsoFromACoroutineAndAGenerator() throws Exception {
    var module =
        workshop.module(
            """
            async def odd(item): return item if item % 2 else None
            def both(item):
                yield None
                yield item
            """);

    assertThat(workshop.outputs(List.of(1L, 2L, 3L), module + ":odd", module + ":both"))
        .containsExactly(1L, 3L);
  }

  @Test
  void flattensGeneratorsOfBothKinds() throws Exception {
    var module =
        workshop.module(
            """
            def twice(item):
                yield item
                yield item + 10
            async def thrice(item):
                for more in (0, 100, 200): yield item + more
            """);

    assertThat(workshop.outputs(List.of(1L), module + ":twice", module + ":thrice"))
        .containsExactly(1L, 101L, 201L, 11L, 111L, 211L);
  }

  @Test
  void awaitsAllOfANodeOnOneLivingLoop() throws Exception {
    var module =
        workshop.module(
            """
            import asyncio
            class Node:
                async def initialize(self):
                    self.loop = asyncio.get_running_loop()
                    self.queue = asyncio.Queue()
                    self.task = asyncio.ensure_future(self.work())
                async def work(self):
                    while True:
                        item, answer = await self.queue.get()
                        answer.set_result(item * 2)
                async def process(self, item):
                    assert asyncio.get_running_loop() is self.loop
                    answer = self.loop.create_future()
                    await self.queue.put((item, answer))
                    return await answer
                async def cleanup(self):
                    assert asyncio.get_running_loop() is self.loop
                    self.task.cancel()
            """);

    assertThat(workshop.outputs(List.of(1L, 2L), module + ":Node")).containsExactly(2L, 4L);
  }

  @Test
  void keepsTuplesBetweenPythonNodes() throws Exception {
    var module =
        workshop.module(
            """
            def pair(item): return item, {"session": 7}
            def split(pair):
                assert isinstance(pair, tuple)
                data, meta = pair
                return data + meta["session"]
            """);

    assertThat(workshop.outputs(List.of(1L), module + ":pair", module + ":split"))
        .containsExactly(8L);
  }

  @Test
  void callsAprocessAndNeverProcessEvenWhenItFails() throws Exception {
    var module =
        workshop.module(
            """
            calls = []
            class Node:
                async def aprocess(self, item):
                    calls.append("aprocess")
                    raise OSError("gone")
                def process(self, item): calls.append("process")
            def told(item): return calls
            """);

    var error = error(workshop.run(List.of(1L), new ArrayList<>(), module + ":Node"));

    assertThat(error.type()).isEqualTo("OSError");
    assertThat(workshop.outputs(List.of(0L), module + ":told"))
        .containsExactly(List.of("aprocess"));
  }

  @Test
  void tellsNodeItemTypeAndTracebackOfAnErrorInACoroutine() throws Exception {
    var module =
        workshop.module(
            """
            async def deep(item):
                raise ValueError(f"bad {item}")
            async def node(item):
                return await deep(item) if item == 2 else item
            """);
    var out = new ArrayList<@Nullable Object>();

    var error = error(workshop.run(List.of(1L, 2L, 3L), out, "PassThrough", module + ":node"));

    assertThat(error).hasMessage("Node n1 failed on item 1: ValueError: bad 2");
    assertThat(error.traceback())
        .contains(module + ".py\", line 4, in node", "line 2, in deep", "ValueError: bad 2")
        .doesNotContain("asyncio");
    assertThat(out).containsExactly(1L);
  }

  @Test
  void cleansUpWhateverFails() throws Exception {
    var module =
        workshop.module(
            """
            life = []
            class Node:
                def __init__(self, fails): self.fails = fails
                def at(self, place):
                    if self.fails == place: raise ValueError(place)
                async def initialize(self): self.at("initialize")
                async def process(self, item): self.at("process")
                async def flush(self): self.at("flush")
                async def cleanup(self):
                    life.append(self.fails)
                    self.at("cleanup")
            def told(item): return life
            """);
    var places = List.of("initialize", "process", "flush", "cleanup");

    for (var place : places) {
      var type = module + ":Node {\"fails\": \"" + place + "\"}";
      assertThat(error(workshop.run(List.of(1L), new ArrayList<>(), type)).detail())
          .isEqualTo(place);
    }

    assertThat(workshop.outputs(List.of(0L), module + ":told")).containsExactly(places);
  }

  private static NodeException error(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (NodeException) ((Outcome.Failed) outcome).error();
  }
}
