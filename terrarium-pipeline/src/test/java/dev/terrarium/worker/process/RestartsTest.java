package dev.terrarium.worker.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a node whose process is started again.
@Tag("native")
@Timeout(120)
class RestartsTest {
  private static final String NODES =
      """
      import os
      class Node:
          def __init__(self, folder, good=1000):
              self.folder, self.good, self.total = folder, good, 0
          def nth(self):
              with open(f"{self.folder}/starts", "a") as file: file.write("x")
              return os.path.getsize(f"{self.folder}/starts")
          def process(self, item):
              if item < 0: os._exit(1)
              self.total += item
              return self.total
      class Initializes(Node):
          def initialize(self):
              if self.nth() > 1: raise ValueError("no model")
      class Restores(Node):
          def snapshot(self): return self.total
          def restore(self, total):
              if self.nth() < self.good: raise KeyError("total")
              self.total = total
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.patient();
  private final Path folder = place.folder();

  @BeforeEach
  void open() throws Exception {
    place.module(NODES);
  }

  @Test
  void countsStartsThatFailAndGivesTheNodeUpAfterTheLast() throws Exception {
    var items = new ArrayList<>(List.of(1L, -1L));
    items.addAll(Collections.nCopies(Budget.MOST + 1, 1L));

    try (var warnings = LoggedWarnings.open()) {
      var out =
          place.outputs(
              items, "@:Initializes {\"folder\": \"" + folder + "\"} | \"on_error\": \"data\"");

      assertThat(out).hasSize(items.size());
      assertThat(out.get(1).toString()).contains("ended with exit status 1");
      assertThat(out.subList(2, 1 + Budget.MOST))
          .allSatisfy(each ->
              assertThat(each.toString())
                  .contains(
                      "ValueError",
                      "no model (when the worker process of node n0 was started again)"));
      assertThat(out.getLast().toString())
          .contains(
              "has ended or could not be started 10 times within 60 s, and is not started again;"
                  + " the last time: ValueError: no model");
      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("could not be started again"))
          .hasSize(Budget.MOST - 1)
          .satisfies(each ->
              assertThat(each.getFirst())
                  .startsWith(
                      "the worker process of node n0 could not be started again (attempt 1, failure"
                          + " 2 of 10 within 60 s): ValueError: no model\nTraceback ")
                  .contains(", in initialize")
                  .doesNotContain("_driver.py", "_worker.py"))
          .satisfies(each -> assertThat(each.get(1)).endsWith("ValueError: no model"))
          .satisfies(each -> assertThat(each.get(1)).doesNotContain("Traceback"));
      assertThat(warnings.messages()).noneMatch(each -> each.contains("is started again (process"));
      assertThat(warnings.messages().getLast()).contains("ended too often and is not started");
    }
    assertThat(Files.size(folder.resolve("starts"))).isEqualTo(Budget.MOST);
  }

  @Test
  void blamesNoItemForAProcessThatEndsWhileItHasNothingToDo() throws Exception {
    place.module("import os\ndef pid(item): return os.getpid()");
    var out = Collections.synchronizedList(new ArrayList<@Nullable Object>());
    Iterator<Long> items =
        LongStream.range(0, 6)
            .peek(item -> {
              if (item == 2) {
                killTheFirst(out);
              }
            })
            .boxed()
            .iterator();

    try (var warnings = LoggedWarnings.open()) {
      var outcome = place.pipeline("@:pid | \"workers\": 2").run(items, out::add);

      assertThat(outcome).isInstanceOf(Outcome.Completed.class);
      assertThat(out).hasSize(6);
      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("was killed by signal 9"))
          .singleElement()
          .asString()
          .contains(", while it had nothing to do (process ");
    }
  }

  /// Waits until nothing is under way, and kills the process that was the first to have something.
  private static void killTheFirst(List<@Nullable Object> out) {
    while (out.size() < 2) {
      Thread.onSpinWait();
    }
    var worker = ProcessHandle.of((Long) requireNonNull(out.getFirst())).orElseThrow();
    worker.destroyForcibly();
    worker.onExit().join();
  }

  @Test
  void killsAProcessThatDoesNotEndWhenItsCatalogIsClosed() throws Exception {
    place.module(
        """
        import os, threading
        def node(item):
            threading.Thread(target=threading.Event().wait).start()
            return os.getpid()
        """);
    long process = (Long) requireNonNull(place.outputs(List.of(1L), "@:node").getFirst());
    var worker = ProcessHandle.of(process).orElseThrow();

    place.close();

    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void namesTheItemThatWasAtWorkInTheProcessThatCrashed() throws Exception {
    place.module(
        """
        import os, time
        def node(item):
            if item in (1, 4): os._exit(1)
            time.sleep(0.01 * (item % 2))
            return item
        """);

    try (var warnings = LoggedWarnings.open()) {
      var out =
          place.outputs(
              List.of(0L, 1L, 2L, 3L, 4L, 5L), "@:node | \"on_error\": \"skip\", \"workers\": 2");

      assertThat(out).containsExactly(0L, 2L, 3L, 5L);
      assertThat(warnings.itemsOf("ended with exit status 1")).containsExactly(1L, 4L);
      assertThat(warnings.messages()).noneMatch(each -> each.contains("nothing to do"));
    }
  }

  @Test
  void beginsAnewAndFailsNoItemWhereTheStateCannotBeTold() throws Exception {
    place.module(
        """
        import os
        class Sum:
            def __init__(self): self.items = []
            def process(self, item):
                if item < 0: os._exit(1)
                self.items.append(item)
                return sum(self.items)
            def snapshot(self):
                if self.items[-1] == 2: raise ValueError("no snapshot")
                return {"file": open(os.devnull, "rb")} if self.items[-1] == 3 else self.items
            def restore(self, items): self.items = items
        """);

    try (var warnings = LoggedWarnings.open()) {
      var items = List.of(1L, 2L, 2L, -1L, 10L, -1L, 20L, 3L, 30L, 3L);
      var out = place.outputs(items, "@:Sum | \"on_error\": \"skip\"");

      assertThat(out).containsExactly(1L, 3L, 5L, 10L, 30L, 33L, 63L, 66L);
      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("could not tell its state"))
          .hasSize(3)
          .satisfies(each ->
              assertThat(each.getFirst())
                  .startsWith(
                      "the worker process of node n0 could not tell its state, as its snapshot()"
                          + " failed; if it ends, another begins anew: ValueError: no snapshot")
                  .contains("in snapshot"))
          .satisfies(each ->
              assertThat(each.getLast())
                  .contains(
                      "begins anew: the value at $['file']: a _io.BufferedReader cannot travel"
                          + " between processes: cannot pickle "));
    }
  }

  @Test
  void goesOnWithTheStateWhenItCanBeRestoredInTheEnd() throws Exception {
    try (var warnings = LoggedWarnings.open()) {
      var node =
          "@:Restores {\"folder\": \"" + folder + "\", \"good\": 3} | \"on_error\": \"skip\"";

      var out = place.outputs(List.of(5L, -1L, 6L, 7L, 8L, 9L), node);

      assertThat(out).containsExactly(5L, 13L, 22L);
      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("could not be started again"))
          .hasSize(2)
          .satisfies(each ->
              assertThat(each.getFirst())
                  .startsWith(
                      "the worker process of node n0 could not be started again (attempt 1, failure"
                          + " 2 of 10 within 60 s): KeyError: 'total'\n")
                  .contains(", in restore"))
          .satisfies(each ->
              assertThat(each.getLast())
                  .isEqualTo(
                      "the worker process of node n0 could not be started again (attempt 2, failure"
                          + " 3 of 10 within 60 s): KeyError: 'total'"));
      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("is started again (process"))
          .hasSize(1);
    }
  }

  @Test
  void keepsTheOutputOfAnItemWhoseStateWasNotToldInTime() throws Exception {
    place.module(
        """
        import os, time
        class Sum:
            total = 0
            def process(self, item):
                if item < 0: os._exit(1)
                self.total += item
                return self.total
            def snapshot(self):
                if self.total == 3: time.sleep(1000)
                return self.total
            def restore(self, total): self.total = total
        """);
    var node = "@:Sum | \"timeout_ms\": 2000, \"on_error\": \"skip\"";

    try (var warnings = LoggedWarnings.open()) {
      var out = place.outputs(List.of(1L, 2L, 0L, -1L, 5L, -1L, 6L), node);

      assertThat(out).containsExactly(1L, 3L, 3L, 5L, 11L);
      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("could not tell its state"))
          .containsExactly(
              "the worker process of node n0 could not tell its state, as its snapshot() had not"
                  + " ended when the item's time was up (timeout_ms); if it ends, another begins"
                  + " anew");
    }
  }

  @Test
  void awaitsSnapshotAndRestoreThatAreAsync() throws Exception {
    place.module(
        """
        import asyncio, os
        class Sum:
            total = 0
            async def process(self, item):
                if item < 0: os._exit(1)
                self.total += item
                return self.total
            async def snapshot(self):
                await asyncio.sleep(0)
                return self.total
            async def restore(self, total):
                await asyncio.sleep(0)
                self.total = total
        """);

    try (var warnings = LoggedWarnings.open()) {
      var out = place.outputs(List.of(1L, 2L, -1L, 5L), "@:Sum | \"on_error\": \"skip\"");

      assertThat(out).containsExactly(1L, 3L, 8L);
      assertThat(warnings.messages()).noneMatch(each -> each.contains("state"));
    }
  }

  @ParameterizedTest
  @CsvSource({"snapshot(self): return 1, restore", "'restore(self, state): pass', snapshot"})
  void saysOnceThatANodeHasOneHalfOfWhatHandsAStateOver(String half, String missing)
      throws Exception {
    place.module(
        """
        import os
        class Half:
            def process(self, item):
                if item < 0: os._exit(1)
            def %s
        """
            .formatted(half));

    try (var warnings = LoggedWarnings.open()) {
      place.outputs(List.of(1L, -1L, 5L), "@:Half | \"on_error\": \"skip\", \"workers\": 2");

      assertThat(warnings.messages())
          .filteredOn(each -> each.contains("handed over"))
          .containsExactly(
              "node n0 has no %s(), so its state is not handed over when its process ends: it takes both snapshot() and restore()"
                  .formatted(missing));
    }
  }
}
