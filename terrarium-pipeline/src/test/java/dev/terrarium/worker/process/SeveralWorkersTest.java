package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several processes for one node.
@Tag("native")
@Timeout(60)
class SeveralWorkersTest {
  @RegisterExtension final WorkerPlace place = WorkerPlace.open();
  private final Path folder = place.folder();

  private static List<Long> numbers(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private List<@Nullable Object> streamed(List<?> items, String... nodes) {
    return streamed(new ArrayList<Object>(items).iterator(), nodes);
  }

  private List<@Nullable Object> streamed(Iterator<?> items, String... nodes) {
    var out = new ArrayList<@Nullable Object>();
    var outcome = place.pipeline(nodes).run(new Feed.Stream(items), (_, value) -> out.add(value));
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void keepsTheOrderOfTheItemsAndTheirOutputs(int workers) throws Exception {
    place.module(
        """
        import random, time
        def node(item):
            time.sleep(random.random() / 1000)
            if item % 7 == 3: return None
            if item % 5 == 0: return (item * 10 + i for i in range(3))
            return item
        """);
    var expected = new ArrayList<Object>();
    for (long item : numbers(100)) {
      if (item % 7 == 3) {
        continue;
      }
      if (item % 5 == 0) {
        expected.addAll(List.of(item * 10, item * 10 + 1, item * 10 + 2));
      } else {
        expected.add(item);
      }
    }
    var node = "@:node | \"workers\": " + workers;

    assertThat(place.outputs(numbers(100), node)).isEqualTo(expected);
    assertThat(streamed(numbers(100), node)).isEqualTo(expected);
    assertThat(place.outputs(numbers(100), "PassThrough", node, "Echo")).hasSameSizeAs(expected);
  }

  @Test
  void worksInAsManyProcessesAsAreAskedForAtTheSameTime() throws Exception {
    place.module(
        """
        import os, time
        class Node:
            def __init__(self, folder): self.folder = folder
            def process(self, item):
                open(f"{self.folder}/{item}.here", "w").close()
                other = f"{self.folder}/{item ^ 1}.here"
                until = time.monotonic() + 20
                while not os.path.exists(other) and time.monotonic() < until: time.sleep(0.001)
                return [os.getpid(), os.path.exists(other)]
        """);

    var out = place.outputs(numbers(6), "@:Node {\"folder\": \"" + folder + "\"} | \"workers\": 2");

    Set<Object> processes = new HashSet<>();
    for (var each : out) {
      processes.add(((List<?>) each).getFirst());
      assertThat(((List<?>) each).getLast()).isEqualTo(true);
    }
    assertThat(processes).hasSize(2).doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void givesAnIdleProcessWhatComesWhileAnotherIsAtWork() throws Exception {
    place.module(
        """
        import os, time
        class Node:
            def __init__(self, folder): self.folder = folder
            def process(self, item):
                open(f"{self.folder}/{item}.here", "w").close()
                until = time.monotonic() + 20
                while not os.path.exists(f"{self.folder}/1.here") and time.monotonic() < until: time.sleep(0.001)
                return os.path.exists(f"{self.folder}/1.here")
        """);
    Iterator<Long> comesLate =
        LongStream.range(0, 2)
            .peek(item -> {
              while (item == 1 && !Files.exists(folder.resolve("0.here"))) {
                Thread.onSpinWait();
              }
            })
            .boxed()
            .iterator();

    var out = streamed(comesLate, "@:Node {\"folder\": \"" + folder + "\"} | \"workers\": 2");

    assertThat(out).containsExactly(true, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tellsWhichItemFailedAndGivesWhatCameBefore(int workers) throws Exception {
    place.module(
        """
        def node(item):
            if item == 30: raise ValueError("thirty")
            return item
        """);
    var out = new ArrayList<@Nullable Object>();

    var outcome =
        place
            .pipeline("@:node | \"workers\": " + workers)
            .run(new Feed.Batch(new ArrayList<Object>(numbers(100))), (_, value) -> out.add(value));

    assertThat(((NodeException) ((Outcome.Failed) outcome).error()).place().item()).hasValue(30);
    assertThat(out).isEqualTo(numbers(30));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void doesEachItemOnceAlsoBehindOnesThatFail(int workers) throws Exception {
    place.module(
        """
        import os
        def node(item):
            with open(__file__ + ".seen", "a") as file: file.write(f"{item}\\n")
            if item % 10 == 3: raise ValueError("three")
            return item
        """);

    var out =
        place.outputs(numbers(50), "@:node | \"on_error\": \"skip\", \"workers\": " + workers);

    assertThat(out).hasSize(45).doesNotContain(3L, 13L, 43L).isSorted();
    assertThat(java.nio.file.Files.readAllLines(folder.resolve(moduleFile()))).hasSize(50);
  }

  private String moduleFile() throws Exception {
    try (var files = java.nio.file.Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".seen"))
          .findFirst()
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void blamesACrashOnTheItemThatWasAtWork(int workers) throws Exception {
    place.module(
        """
        import os
        def node(item):
            if item % 10 == 3: os._exit(1)
            return item
        """);

    var out =
        place.outputs(numbers(50), "@:node | \"on_error\": \"skip\", \"workers\": " + workers);

    assertThat(out).hasSize(45).doesNotContain(3L, 13L, 43L).isSorted();
  }

  @Test
  void holdsEachItemToItsTimeLimitAlsoAmongSeveral() throws Exception {
    place.module(
        """
        import time
        def node(item):
            if item % 5 == 2: time.sleep(1000)
            return item
        """);

    var out =
        place.outputs(
            numbers(10), "@:node | \"on_error\": \"skip\", \"timeout_ms\": 1000, \"workers\": 2");

    assertThat(out).containsExactly(0L, 1L, 3L, 4L, 5L, 6L, 8L, 9L);
  }

  @Test
  void triesAnItemAgainWithoutDisturbingAnotherProcess() throws Exception {
    place.module(
        """
        import os, time
        class Node:
            def __init__(self, folder): self.folder = folder
            def note(self, name):
                with open(f"{self.folder}/{name}", "a") as file: file.write("x")
            def await_(self, name):
                until = time.monotonic() + 30
                while not os.path.exists(f"{self.folder}/{name}"):
                    if time.monotonic() > until: raise RuntimeError(name + " never came")
                    time.sleep(0.001)
            def process(self, item):
                self.note(f"begun{item}")
                if item == 1: self.await_("again")
                elif os.path.getsize(f"{self.folder}/begun0") == 1:
                    self.await_("begun1")
                    raise ConnectionError("once")
                else: self.note("again")
                return item
        """);
    var retry = "\"retry\": {\"attempts\": 2, \"backoff_ms\": 0}";

    var out =
        place.outputs(
            numbers(2), "@:Node {\"folder\": \"" + folder + "\"} | \"workers\": 2, " + retry);

    assertThat(out).containsExactly(0L, 1L);
    assertThat(Files.size(folder.resolve("begun0"))).isEqualTo(2);
    assertThat(Files.size(folder.resolve("begun1"))).isEqualTo(1);
  }

  @Test
  void stopsWhatWasBegunBeforeItsTurnWhenTheRunEnds() throws Exception {
    place.module(
        """
        import time
        class Node:
            def process(self, item):
                if item: time.sleep(1000)
                return item
            def cleanup(self): open(__file__ + f".clean", "a").write("x")
        def fail(item): raise ValueError("no")
        """);

    var error =
        catchThrowableOfType(
            NodeException.class,
            () -> place.outputs(numbers(5), "@:Node | \"workers\": 2", "@:fail"));

    assertThat(error.detail()).isEqualTo("no");
  }
}
