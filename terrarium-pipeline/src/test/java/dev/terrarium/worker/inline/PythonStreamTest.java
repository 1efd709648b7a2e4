package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.ItemStream;
import dev.terrarium.pipeline.StreamNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
@Timeout(60)
class PythonStreamTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def node(stream):\n    for item in stream: yield item * 10",
        "async def node(stream):\n    async for item in stream: yield item * 10",
        "def node(stream): return [item * 10 for item in stream]",
        "async def node(stream): return [item * 10 async for item in stream]",
        "def node(stream): return map(lambda item: item * 10, stream)",
        "class node:\n  def process(self, stream): return (item * 10 for item in stream)",
        "class node:\n  async def aprocess(self, stream):\n    async for item in stream: yield item * 10",
      })
  void showsTheWholeStreamToEveryKindOfFunction(String source) throws Exception {
    var module = workshop.module(source);

    assertThat(Bench.stream(workshop.type(module + ":node"), List.of(1L, 2L, 3L).iterator()))
        .containsExactly(10L, 20L, 30L);
  }

  @Test
  void saysThatAClassWantsTheWholeStream() throws Exception {
    var module =
        workshop.module(
            """
            class Whole:
                is_streaming = True
                def process(self, stream): return stream
            class Single:
                def process(self, item): return item
            def whole(stream): return stream
            whole.is_streaming = True
            """);

    assertThat(workshop.type(module + ":Whole").streams()).isTrue();
    assertThat(workshop.type(module + ":whole").streams()).isTrue();
    assertThat(workshop.type(module + ":Single").streams()).isFalse();
    assertThat(workshop.type(module + ":Single").canStream()).isTrue();
  }

  @Test
  void refusesAWishForTheStreamThatOnlyTheObjectTells() throws Exception {
    var module =
        workshop.module(
            """
            class Late:
                def __init__(self): self.is_streaming = True
                def process(self, stream): return stream
            """);

    assertThatThrownBy(() -> workshop.outputs(List.of(1L), module + ":Late"))
        .hasMessageContaining("wants the whole stream, which its class does not say")
        .hasMessageContaining("\"is_streaming\": true in the manifest");
  }

  @Test
  void letsOutputsLeaveAsTheyAreYieldedAndAsksForItemsWhenItWantsThem() throws Exception {
    var module =
        workshop.module(
            """
            def node(stream):
                for item in stream:
                    yield item
                    yield None
            """);
    var course = new ArrayList<String>();
    var items = List.of(1L, 2L).stream().peek(item -> course.add("asked " + item)).iterator();

    Bench.stream(
        workshop.type(module + ":node"), items, item -> course.add("left " + asJava(item)));

    assertThat(course).containsExactly("asked 1", "left 1", "asked 2", "left 2");
  }

  @Test
  void flushesAndCleansUpAfterTheEnd() throws Exception {
    var module =
        workshop.module(
            """
            from terrarium import Emit
            life = []
            class Node:
                async def initialize(self): life.append("initialize")
                async def process(self, stream):
                    async for item in stream: yield Emit(None)
                async def flush(self): return list(life)
                async def cleanup(self): life.append("cleanup")
            def told(item): return life
            """);

    var out = Bench.stream(workshop.type(module + ":Node"), List.of(7L).iterator());

    assertThat(out).containsExactly(null, List.of("initialize"));
    assertThat(workshop.outputs(List.of(0L), module + ":told"))
        .containsExactly(List.of("initialize", "cleanup"));
  }

  @Test
  void mayLeaveBeforeTheEndAndAsksNoFurther() throws Exception {
    var module =
        workshop.module(
            """
            async def first(stream):
                async for item in stream: return [item]
            """);
    var asked = new ArrayList<Long>();
    var items = LongStream.iterate(1, n -> n + 1).boxed().peek(asked::add).iterator();

    assertThat(Bench.stream(workshop.type(module + ":first"), items)).containsExactly(1L);
    assertThat(asked).containsExactly(1L);
  }

  @Test
  void saysTheEndAgainToWhoAsksAgain() throws Exception {
    var module =
        workshop.module(
            """
            def node(stream):
                yield list(stream)
                yield next(stream, "end")
                yield next(stream, "end")
            """);

    assertThat(Bench.stream(workshop.type(module + ":node"), List.of(1L).iterator()))
        .containsExactly(List.of(1L), "end", "end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'abc'", "3", "{'a': 1}"})
  void refusesAResultThatIsNoIterableOfOutputs(String result) throws Exception {
    var module = workshop.module("def node(stream): return " + result);

    assertThatThrownBy(() -> Bench.stream(workshop.type(module + ":node"), List.of().iterator()))
        .isInstanceOf(ForeignException.class)
        .hasMessageStartingWith("TypeError: expected outputs to iterate over, or None, not one ");
  }

  @Test
  void closesAGeneratorWhoseOutputIsRefused() throws Exception {
    var module =
        workshop.module(
            """
            ends = []
            async def node(stream):
                try:
                    async for item in stream: yield item
                finally: ends.append("closed")
            def told(item): return ends
            """);
    var refusal = new IllegalStateException("no more");

    assertThatThrownBy(() ->
            Bench.stream(
                workshop.type(module + ":node"),
                List.of(1L, 2L).iterator(),
                _ -> {
                  throw refusal;
                }))
        .isSameAs(refusal);
    assertThat(workshop.outputs(List.of(1L), module + ":told")).containsExactly(List.of("closed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"for", "async for"})
  void throwsWhatTheStreamThrows(String loop) throws Exception {
    var module =
        workshop.module(
            "async def node(stream):\n    %s item in stream: yield item".formatted(loop));
    var broken = new IllegalStateException("the upstream node failed");
    var items =
        new Iterator<Object>() {
          @Override
          public boolean hasNext() {
            throw broken;
          }

          @Override
          public Object next() {
            return 1;
          }
        };

    assertThatThrownBy(() -> Bench.stream(workshop.type(module + ":node"), items)).isSameAs(broken);
  }

  @Test
  void letsOtherTasksOfTheNodeRunWhileItWaitsForAnItem() throws Exception {
    var module =
        workshop.module(
            """
            import asyncio
            async def node(stream):
                alive = asyncio.Event()
                async def beat(): alive.set()
                beating = asyncio.ensure_future(beat())
                waiting = asyncio.ensure_future(stream.__anext__())
                await alive.wait()
                yield "alive"
                yield await waiting
            """);
    var alive = new CountDownLatch(1);
    var items =
        new Iterator<Object>() {
          private boolean given;

          @Override
          public boolean hasNext() {
            return !given && await(alive);
          }

          @Override
          public Object next() {
            given = true;
            return "item";
          }
        };
    var out = new ArrayList<@Nullable Object>();

    Bench.stream(
        workshop.type(module + ":node"),
        items,
        item -> {
          out.add(asJava(item));
          alive.countDown();
        });

    assertThat(out).containsExactly("alive", "item");
  }

  @Test
  void givesAnItemAgainToWhoStoppedWaitingForIt() throws Exception {
    var module =
        workshop.module(
            """
            import asyncio
            async def node(stream):
                try:
                    await asyncio.wait_for(stream.__anext__(), 0.01)
                except asyncio.TimeoutError:
                    yield "late"
                async for item in stream: yield item
            """);
    var late = new CountDownLatch(1);
    var items =
        LongStream.range(0, 2).boxed().peek(_ -> await(late)).<Object>map(n -> n).iterator();
    var out = new ArrayList<@Nullable Object>();

    Bench.stream(
        workshop.type(module + ":node"),
        items,
        item -> {
          out.add(asJava(item));
          late.countDown();
        });

    assertThat(out).containsExactly("late", 0L, 1L);
  }

  @Test
  void looksForItemsOnItsOwnThreadWhereTheyAreThere() throws Exception {
    var module =
        workshop.module(
            """
            async def node(stream):
                async for item in stream: yield item
            """);
    var node = (StreamNode) Bench.node(workshop.type(module + ":node"), Bench.streaming());
    var threads = new ArrayList<Thread>();
    var run =
        Thread.ofPlatform()
            .stackSize(64 << 20)
            .start(() -> {
              try {
                node.open();
                node.stream(ready(200, threads), _ -> {});
                node.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    run.join();

    assertThat(threads).hasSize(201).containsOnly(run);
  }

  private static ItemStream ready(long length, List<Thread> threads) {
    return new ItemStream() {
      private long count;

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public boolean hasNext() {
        threads.add(Thread.currentThread());
        return count < length;
      }

      @Override
      public Object next() {
        return count++;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"for, false", "async for, false", "for, true", "async for, true"})
  void isInterruptedWhileItWaitsForAnItem(String loop, boolean virtual) throws Exception {
    var module =
        workshop.module(
            """
            ends = []
            async def node(stream):
                try:
                    %s item in stream: yield item
                finally: ends.append("closed")
            def told(item): return ends
            """
                .formatted(loop));
    var type = workshop.type(module + ":node");
    var queue = new SynchronousQueue<Object>();
    var asked = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    var builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().stackSize(64 << 20);
    var run =
        builder.start(() -> {
          try {
            Bench.stream(type, waiting(queue, asked));
          } catch (Throwable end) {
            thrown.set(end);
          }
        });
    asked.await();

    workshop.catalog().interrupt(run);
    run.join();

    assertThat(Stream.iterate(thrown.get(), Objects::nonNull, Throwable::getCause))
        .hasAtLeastOneElementOfType(InterruptedException.class);
    assertThat(workshop.outputs(List.of(1L), module + ":told")).containsExactly(List.of("closed"));
  }

  @Test
  void makesItemsOfItsOwn() throws Exception {
    var module =
        workshop.module(
            """
            class Counter:
                is_source = True
                async def process(self):
                    for i in range(3): yield i
                def flush(self): return "end"
            """);
    var type = workshop.type(module + ":Counter");

    assertThat(type.isSource()).isTrue();
    assertThat(Bench.items(type)).containsExactly(0L, 1L, 2L, "end");
  }

  private static Iterator<Object> waiting(SynchronousQueue<Object> queue, CountDownLatch asked) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        asked.countDown();
        try {
          return queue.poll(60, TimeUnit.SECONDS) != null;
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public Object next() {
        return 1;
      }
    };
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object asJava(@Nullable Object item) {
    var out = new ArrayList<@Nullable Object>();
    Bench.into(out).emit(item);
    return out.getFirst();
  }
}
