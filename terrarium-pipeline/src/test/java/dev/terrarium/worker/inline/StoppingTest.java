package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.worker.OnMainThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that use Python's main thread, interrupted wherever a node sleeps or waits.
@Tag("native")
@Timeout(60)
class StoppingTest {
  private static final String NODES =
      """
      import threading, time
      ends = []
      def sleep():
          begun()
          time.sleep(3600)
      class Tidy:
          def process(self, item): return item
          def cleanup(self): ends.append(type(self).__name__)
      class Constructing(Tidy):
          def __init__(self): sleep()
      class Initializing(Tidy):
          def initialize(self): sleep()
      class Processing(Tidy):
          def process(self, item): sleep()
      class Generating(Tidy):
          def process(self, item):
              yield item
              sleep()
      class Awaiting(Tidy):
          async def process(self, item): sleep()
      class Streaming(Tidy):
          is_streaming = True
          def process(self, stream):
              for item in stream: sleep()
      class Flushing(Tidy):
          def flush(self): sleep()
      class Locking(Tidy):
          def process(self, item):
              lock = threading.Lock()
              with lock:
                  begun()
                  lock.acquire()
      def told(item): return ends
      def where(item): return threading.get_ident()
      """;

  private @TempDir Path folder;
  private final CountDownLatch begun = new CountDownLatch(1);
  private Workshop workshop;
  private String module;

  @BeforeEach
  void open() throws IOException {
    workshop = Workshop.with(folder, new OnMainThread());
    module = workshop.module(NODES);
    try (var python = Workshop.interpreter()) {
      boolean _ =
          python.call(gil -> {
            gil.importModule("sys").attr("path").callMethod("append", folder.toString());
            gil.importModule(module)
                .setAttr(
                    "begun",
                    gil.function(
                        "begun",
                        _ -> {
                          begun.countDown();
                          return null;
                        }));
            return gil.importModule("sys").attr("path").callMethod("pop").isTrue();
          });
    }
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Initializing",
        "Processing",
        "Generating",
        "Awaiting",
        "Streaming",
        "Flushing",
        "Locking"
      })
  void endsWhatSleepsOrWaitsAndCleansUp(String type) throws Exception {
    var outcome = interrupted(module + ":" + type);

    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(ends()).containsExactly(type);
  }

  @Test
  void endsAConstructorThatSleeps() throws Exception {
    var outcome = interrupted(module + ":Tidy", module + ":Constructing");

    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(ends()).containsExactly("Tidy");
  }

  @Test
  void givesTheMainThreadBackToTheNextRun() {
    long main = mainThread();

    assertThat(workshop.outputs(List.of(1L, 2L), module + ":where")).containsExactly(main, main);
    assertThat(workshop.outputs(List.of(3L), module + ":where")).containsExactly(main);
  }

  @Test
  void leavesItAloneWhereNobodyWishesForIt() {
    try (var plain = new Workshop(folder)) {
      assertThat(plain.outputs(List.of(1L), module + ":where")).doesNotContain(mainThread());
    }
  }

  /// Asks a call that finds the main thread free.
  private static long mainThread() {
    try (var python = Workshop.interpreter();
        var main = python.mainThread().orElseThrow()) {
      var ident =
          new FutureTask<>(() ->
              python.call(gil -> gil.importModule("threading").attr("get_ident").call(long.class)));
      main.execute(ident);
      return ident.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private List<@Nullable Object> ends() {
    var told = workshop.outputs(List.of(0L), module + ":told");
    return List.copyOf((List<?>) told.getFirst());
  }

  private Outcome interrupted(String... types) throws Exception {
    var task = new FutureTask<>(() -> workshop.run(List.of(1L), new ArrayList<>(), types));
    var run = Thread.ofPlatform().start(task);
    begun.await();

    workshop.catalog().interrupt(run);
    return task.get();
  }
}
