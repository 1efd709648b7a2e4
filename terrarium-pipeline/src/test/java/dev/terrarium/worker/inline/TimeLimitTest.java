package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
@Timeout(60)
class TimeLimitTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir Path folder;
  private Workshop workshop;
  private final List<@Nullable Object> out = new ArrayList<>();

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
        "def node(item):\n  while item: pass\n  return item",
        "def node(item):\n  import time\n  if item: time.sleep(1000)\n  return item",
        "async def node(item):\n  import asyncio\n  if item: await asyncio.sleep(1000)\n  return item",
        "def node(item):\n  while item: pass\n  yield item",
        "async def node(item):\n  import asyncio\n  if item: await asyncio.sleep(1000)\n  yield item",
      })
  void endsWorkThatTakesTooLongAndGoesOnWithTheNextItem(String source) throws Exception {
    var node = node(source, SHORT);

    var failure = failure(node, 1L, Bench.into(out));
    node.process(0L, Bench.into(out));
    node.close();

    assertThat(failure.type()).isEqualTo("TimeoutError");
    assertThat(failure.kinds()).contains("OSError", "Exception");
    assertThat(failure.detail())
        .startsWith(
            "the node worked longer on an item than its limit of 1000 ms; its code was ended by")
        .contains("interrupt");
    assertThat(failure.traceback()).contains("in node");
    assertThat(out).containsExactly(0L);
  }

  @Test
  void letsWorkThatIsInTimePass() throws Exception {
    var node = node("def node(item):\n  yield item\n  yield item + 1", LONG);

    node.process(1L, Bench.into(out));
    node.flush(Bench.into(out));
    node.close();

    assertThat(out).containsExactly(1L, 2L);
  }

  @Test
  void holdsForAllOfAnItemsOutputsTogether() throws Exception {
    var node =
        node(
            """
            import time
            ends = []
            def node(item):
                try:
                    while True:
                        until = time.monotonic() + 0.2
                        while time.monotonic() < until: pass
                        yield len(ends)
                finally: ends.append("closed")
            """,
            SHORT);

    var failure = failure(node, 1L, Bench.into(out));

    assertThat(failure.type()).isEqualTo("TimeoutError");
    assertThat(out).isNotEmpty().containsOnly(0L);
    failure(node, 1L, Bench.into(out));
    node.close();
    assertThat(out).contains(1L);
  }

  @Test
  void doesNotCountWhatHappensDownstream() throws Exception {
    var node = node("def node(item):\n  yield 1\n  yield 2", SHORT);
    long start = System.nanoTime();

    node.process(
        0L,
        item -> {
          while (System.nanoTime() - start < 2 * SHORT.toNanos()) {
            Thread.onSpinWait();
          }
          Bench.into(out).emit(item);
        });
    node.close();

    assertThat(out).containsExactly(1L, 2L);
  }

  @Test
  void refusesItemsWhileWorkThatWasGivenUpRunsOn() throws Exception {
    var module =
        workshop.module(
            """
            import time
            going, life = [True], []
            class Node:
                def process(self, item):
                    while going:
                        try:
                            while going: time.sleep(0.001)
                        except BaseException: pass
                    return "ended"
                def cleanup(self): life.append("cleanup")
            def stop(item): going.clear()
            def told(item): return life
            """);
    var stuck = Bench.node(workshop.type(module + ":Node"), Bench.within(SHORT));
    stuck.open();

    var first = failure(stuck, 1L, Bench.into(out));
    var second = failure(stuck, 2L, Bench.into(out));
    stuck.flush(Bench.into(out)); // It has none.
    var warnings = warningsOf(stuck::close);
    workshop.outputs(List.of(0L), module + ":stop");

    assertThat(first.detail()).contains("its code runs on in spite of", "interrupts raised in it");
    assertThat(first.traceback()).contains("process");
    assertThat(second.type()).isEqualTo("TimeoutError");
    assertThat(second.detail())
        .startsWith(
            "the node is still busy with an item that took longer than its limit of 1000 ms")
        .contains("runs on in spite of");
    assertThat(warnings)
        .singleElement(STRING)
        .startsWith("node n was not cleaned up: the node is still busy")
        .contains("runs on in spite of");
    assertThat(out).isEmpty();
    assertThat(workshop.outputs(List.of(0L), module + ":told")).containsExactly(List.of());
  }

  @Test
  void saysThatItWasAFlushThatTookTooLong() throws Exception {
    var module =
        workshop.module(
            """
            class Node:
                def process(self, item): pass
                def flush(self):
                    while True: pass
            """);
    var node = Bench.node(workshop.type(module + ":Node"), Bench.within(SHORT));
    node.open();

    var late = catchThrowableOfType(ForeignException.class, () -> node.flush(Bench.into(out)));
    node.close();

    assertThat(late.detail())
        .startsWith(
            "the node worked longer on a flush than its limit of 1000 ms; its code was ended");
  }

  @Test
  void isToldApartFromAnInterruptOfTheRun() throws Exception {
    var module = workshop.module("def node(item):\n  global begun\n  begun()\n  while True: pass");
    var node = Bench.node(workshop.type(module + ":node"), Bench.within(LONG));
    var begun = new CountDownLatch(1);
    try (var python = Workshop.interpreter()) {
      boolean _ =
          python.call(gil -> {
            gil.importModule(module)
                .setAttr(
                    "begun",
                    gil.function(
                        "begun",
                        _ -> {
                          begun.countDown();
                          return null;
                        }));
            return true;
          });
    }
    node.open();
    var thrown = new ArrayList<@Nullable Throwable>();
    var run =
        Thread.ofPlatform()
            .start(() -> thrown.add(catchThrowable(() -> node.process(1L, Bench.into(out)))));
    begun.await();

    workshop.catalog().interrupt(run);
    run.join();
    node.close();

    assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
  }

  /// Does some work, and returns the warnings that it logs.
  private static List<String> warningsOf(Closing work) throws Exception {
    var warnings = new ArrayList<String>();
    var logger = Logger.getLogger("dev.terrarium.worker.inline");
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord written) {
            warnings.add(written.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      work.close();
    } finally {
      logger.removeHandler(handler);
    }
    return warnings;
  }

  private interface Closing {
    void close() throws Exception;
  }

  private Node node(String source, Duration limit) throws Exception {
    var module = workshop.module(source);
    var node = Bench.node(workshop.type(module + ":node"), Bench.within(limit));
    node.open();
    return node;
  }

  private static ForeignException failure(Node node, Object item, Outlet out) {
    return catchThrowableOfType(ForeignException.class, () -> node.process(item, out));
  }
}
