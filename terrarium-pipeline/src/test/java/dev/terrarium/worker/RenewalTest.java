package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Python nodes that are made anew while a run goes on.
@Tag("native")
@Timeout(60)
class RenewalTest {
  private static final String COUNTER =
      """
      class Counter:
          def __init__(self, step=1):
              self.step, self.count = step, 0
          def process(self, item):
              self.count += self.step
              return ["%s", item, self.count]
          def cleanup(self):
              print("cleaned up %s")
      """;

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();
  private Place place;
  private int workers;
  private String further = "";

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of("inline", 1),
        Arguments.of("thread", 1),
        Arguments.of("process", 1),
        Arguments.of("process", 2));
  }

  private void open(String isolation, int workers) {
    place = Place.reloading(folder, isolation, new Reloading(notices::add));
    this.workers = workers;
    further = workers == 1 ? "" : " | \"workers\": " + workers;
    Place.PRINTED.clear();
  }

  @AfterEach
  void close() {
    place.close();
  }

  @ParameterizedTest
  @MethodSource("places")
  void takesTheNewSourceBetweenTwoItems(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var module = place.module(counter("old"));

    var out =
        run(
            () ->
                change(
                    module,
                    counter("new")
                        .replace(
                            "self.step, self.count = step", "self.step, self.count = 10 * step")),
            module + ":Counter {\"step\": 2}");

    assertThat(out)
        .containsExactly(
            List.of("old", 1L, 2 * counted(1)),
            List.of("old", 2L, 2 * counted(2)),
            List.of("new", 3L, 20 * counted(1)),
            List.of("new", 4L, 20 * counted(2)));
    assertThat(notices).containsExactly("node n0 was made anew from " + module + ".py");
    assertThat(Place.printed())
        .isEqualTo("cleaned up old\n".repeat(workers) + "cleaned up new\n".repeat(workers));
  }

  @ParameterizedTest
  @MethodSource("places")
  void keepsTheNodesWhoseSourceIsAsItWas(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var first = place.module(counter("first"));
    var second = place.module(counter("second"));

    var out = run(() -> change(first, counter("new")), first + ":Counter", second + ":Counter");

    assertThat(out).last().isEqualTo(List.of("second", List.of("new", 4L, counted(2)), counted(4)));
    assertThat(notices).containsExactly("node n0 was made anew from " + first + ".py");
  }

  @ParameterizedTest
  @MethodSource("places")
  void followsAModuleThatANodeImports(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var base = place.module("factor = 2");
    var module =
        place.module("import %s\ndef times(item): return item * %s.factor".formatted(base, base));

    var out = run(() -> change(base, "factor = 300"), module + ":times");

    assertThat(out).containsExactly(2L, 4L, 900L, 1200L);
    assertThat(notices).containsExactly("node n0 was made anew from " + base + ".py");
  }

  @ParameterizedTest
  @MethodSource("places")
  void keepsTheOldNodeWhereTheSourceIsNoPython(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var module = place.module(counter("old"));

    var out = run(() -> change(module, "class Counter\n"), module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, counted(4)));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(module + ".py changed, but the nodes work on as they were:\n")
        .contains("line 1", "class Counter", "SyntaxError: expected ':'");
  }

  @ParameterizedTest
  @MethodSource("places")
  void keepsTheOldNodeWhereTheNewOneCannotBeMade(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var module = place.module(counter("old"));

    var out =
        run(
            () ->
                change(
                    module,
                    "class Counter:\n    def initialize(self): raise OSError('no disk')\n    def process(self, item): return item"),
            module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, counted(4)));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(module + ".py changed, but node n0 works on as it was:\n")
        .endsWith("OSError: no disk");
  }

  @ParameterizedTest
  @MethodSource("places")
  void keepsTheOldNodeWhereTheNewOneTakesOtherParameters(String isolation, int workers)
      throws Exception {
    open(isolation, workers);
    var module = place.module(counter("old"));

    var out =
        run(
            () -> change(module, counter("new").replace("step", "pace")),
            module + ":Counter {\"step\": 1}");

    assertThat(out).last().isEqualTo(List.of("old", 4L, counted(4)));
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("node n0 works on as it was", "Counter has no parameter 'step'; it takes pace");
  }

  @ParameterizedTest
  @MethodSource("places")
  void keepsTheOldNodeWhereItsClassIsGone(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var module = place.module(counter("old"));

    var out = run(() -> change(module, "class Account: pass"), module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, counted(4)));
    assertThat(notices)
        .containsExactly(
            module + ".py changed, but module '" + module + "' has no 'Counter'; it has Account");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void saysThatANodeOfTheWholeStreamStaysAsItIs(String isolation) throws Exception {
    open(isolation, 1);
    var module =
        place.module(
            "class All:\n    is_streaming = True\n    def process(self, items): return items");

    var out = run(() -> change(module, "def All(item): return 0"), module + ":All");

    assertThat(out).containsExactly(1L, 2L, 3L, 4L);
    assertThat(notices)
        .containsExactly(
            module
                + ".py changed; node n0 is called once for all items, so that is for the next run");
  }

  @ParameterizedTest
  @MethodSource("places")
  void becomesOfAnotherTextOfTheManifest(String isolation, int workers) throws Exception {
    open(isolation, workers);
    var module = place.module("def same(item): return item");
    var text = "def tenfold(item): return item * 10";
    var lookup =
        isolation.equals("process")
            ? place.catalog().findApartIn(text, "tenfold", "n0", ProcessSettings.PLAIN)
            : place.catalog().findIn(text, "tenfold", "n0");
    if (!(lookup instanceof Lookup.Found(var found))) {
      throw new AssertionError(lookup.toString());
    }

    var out =
        run(
            () -> place.catalog().renew(new NodeId("n0"), found, "pipeline.json"),
            module + ":same");

    assertThat(out).containsExactly(1L, 2L, 30L, 40L);
    assertThat(notices).containsExactly("node n0 was made anew from pipeline.json");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void handsTheStateOverFromProcessToProcess(int workers) throws Exception {
    open("process", workers);
    var source =
        """
        import os
        class Sum:
            def __init__(self): self.all = []
            def process(self, item):
                self.all.append(item)
                return ["old", os.getpid(), list(self.all)]
            def snapshot(self): return self.all
            def restore(self, all): self.all = all
        """;
    var module = place.module(source);

    var out = run(() -> change(module, source.replace("old", "new")), module + ":Sum");

    var all =
        workers == 1
            ? List.of(List.of(1L), List.of(1L, 2L), List.of(1L, 2L, 3L), List.of(1L, 2L, 3L, 4L))
            : List.of(List.of(1L), List.of(2L), List.of(1L, 3L), List.of(2L, 4L));
    assertThat(fields(out, 0)).containsExactly("old", "old", "new", "new");
    assertThat(fields(out, 2)).isEqualTo(all);
    var old = Set.copyOf(fields(out, 1).subList(0, 2));
    assertThat(old).hasSize(workers).doesNotContainAnyElementsOf(fields(out, 1).subList(2, 4));
    assertThat(old).noneMatch(pid -> ProcessHandle.of((Long) pid).isPresent());
  }

  private static List<Object> fields(List<@Nullable Object> rows, int field) {
    return rows.stream().map(row -> ((List<?>) row).get(field)).collect(Collectors.toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void goesOnFromTheOldStateWhereTheNewNodeCannotTakeIt(int workers) throws Exception {
    open("process", workers);
    var source =
        """
        class Sum:
            def __init__(self): self.all = []
            def process(self, item):
                self.all.append(item)
                return list(self.all)
            def snapshot(self): return self.all
            def restore(self, all): self.all = all
        """;
    var module = place.module(source);

    var out =
        run(() -> change(module, source.replace("self.all = all", "all.who()")), module + ":Sum");

    assertThat(out).last().isEqualTo(workers == 1 ? List.of(1L, 2L, 3L, 4L) : List.of(2L, 4L));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(module + ".py changed, but node n0 works on as it was:\n")
        .endsWith("AttributeError: 'list' object has no attribute 'who'");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void takesTheMendedSourceAfterOneThatWasWrong(int workers) throws Exception {
    open("process", workers);
    var module = place.module(counter("old"));

    var out =
        run(
            () -> {
              change(module, "import what_is_nowhere");
              change(module, counter("mended"));
            },
            module + ":Counter");

    assertThat(fields(out, 0)).containsExactly("old", "old", "mended", "mended");
    assertThat(notices)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith(module + ".py changed, but the nodes work on as they were:\n")
                    .endsWith("ModuleNotFoundError: No module named 'what_is_nowhere'"),
            second -> assertThat(second).isEqualTo("node n0 was made anew from " + module + ".py"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void followsAModuleThatIsImportedWhileAnItemIsAtWork(String isolation, int workers)
      throws Exception {
    open(isolation, workers);
    var base = place.module("factor = 2");
    var module =
        place.module(
            "def times(item):\n    import %s\n    return item * %s.factor".formatted(base, base));

    var out = run(() -> change(base, "factor = 300"), module + ":times");

    assertThat(out).containsExactly(2L, 4L, 900L, 1200L);
    assertThat(notices).containsExactly("node n0 was made anew from " + base + ".py");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void takesNoHeedOfFilesThatAProcessHasNotImported(int workers) throws Exception {
    open("process", workers);
    var other = place.module("");
    var module = place.module(counter("old"));

    var out = run(() -> change(other, "x = 1"), module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, counted(4)));
    assertThat(notices).isEmpty();
  }

  private static String counter(String name) {
    return COUNTER.formatted(name, name);
  }

  private interface Change {
    void make() throws IOException;
  }

  private void change(String module, String source) throws IOException {
    var file = folder.resolve(module + ".py");
    Files.writeString(file, source);
    place.catalog().reload(Set.of(file));
  }

  /// Returns what an instance has counted when the whole node has taken so many.
  private long counted(long items) {
    return (items + workers - 1) / workers;
  }

  /// Runs over the numbers 1 to 4, and makes a change when the second has come out, and the third
  /// has not been read.
  private List<@Nullable Object> run(Change change, String... types) {
    var nodes = Arrays.stream(types).map(type -> type + further).toArray(String[]::new);
    if (!(place.read(nodes) instanceof Reading.Accepted accepted)) {
      throw new AssertionError(place.faults(nodes));
    }
    var out = new ArrayList<@Nullable Object>();
    var half = new CountDownLatch(2);
    var numbers = Arrays.asList(1L, 2L, 3L, 4L).iterator();
    var items =
        new Iterator<@Nullable Object>() {
          @Override
          public boolean hasNext() {
            return numbers.hasNext();
          }

          @Override
          public Object next() {
            var next = numbers.next();
            if (next == 3) {
              try {
                half.await();
                change.make();
              } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
              }
            }
            return next;
          }
        };
    var outcome =
        Pipeline.of(accepted)
            .run(
                items,
                value -> {
                  out.add(value);
                  half.countDown();
                });
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return out;
  }
}
