package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.worker.Reloading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Python nodes that are made anew while a run goes on.
@Tag("native")
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
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder, Workshop.PYTHON, new Reloading(notices::add));
    Workshop.PRINTED.clear();
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void takesTheNewSourceBetweenTwoItems() throws Exception {
    var module = workshop.module(counter("old"));

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
            List.of("old", 1L, 2L),
            List.of("old", 2L, 4L),
            List.of("new", 3L, 20L),
            List.of("new", 4L, 40L));
    assertThat(notices).containsExactly("node n0 was made anew from " + module + ".py");
    assertThat(String.join("", Workshop.PRINTED)).isEqualTo("cleaned up old\ncleaned up new\n");
  }

  @Test
  void keepsTheNodesWhoseSourceIsAsItWas() throws Exception {
    var first = workshop.module(counter("first"));
    var second = workshop.module(counter("second"));

    var out = run(() -> change(first, counter("new")), first + ":Counter", second + ":Counter");

    assertThat(out).last().isEqualTo(List.of("second", List.of("new", 4L, 2L), 4L));
    assertThat(notices).containsExactly("node n0 was made anew from " + first + ".py");
  }

  @Test
  void followsAModuleThatANodeImports() throws Exception {
    var base = workshop.module("factor = 2");
    var module =
        workshop.module(
            "import %s\ndef times(item): return item * %s.factor".formatted(base, base));

    var out = run(() -> change(base, "factor = 300"), module + ":times");

    assertThat(out).containsExactly(2L, 4L, 900L, 1200L);
    assertThat(notices).containsExactly("node n0 was made anew from " + base + ".py");
  }

  @Test
  void keepsTheOldNodeWhereTheSourceIsNoPython() throws Exception {
    var module = workshop.module(counter("old"));

    var out = run(() -> change(module, "class Counter\n"), module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, 4L));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(module + ".py changed, but the nodes work on as they were:\n")
        .contains("line 1", "class Counter", "SyntaxError: expected ':'");
  }

  @Test
  void keepsTheOldNodeWhereTheNewOneCannotBeMade() throws Exception {
    var module = workshop.module(counter("old"));

    var out =
        run(
            () ->
                change(
                    module,
                    "class Counter:\n    def initialize(self): raise OSError('no disk')\n    def process(self, item): return item"),
            module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, 4L));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(module + ".py changed, but node n0 works on as it was:\n")
        .endsWith("OSError: no disk");
  }

  @Test
  void keepsTheOldNodeWhereTheNewOneTakesOtherParameters() throws Exception {
    var module = workshop.module(counter("old"));

    var out =
        run(
            () -> change(module, counter("new").replace("step", "pace")),
            module + ":Counter {\"step\": 1}");

    assertThat(out).last().isEqualTo(List.of("old", 4L, 4L));
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("node n0 works on as it was", "Counter has no parameter 'step'; it takes pace");
  }

  @Test
  void keepsTheOldNodeWhereItsClassIsGone() throws Exception {
    var module = workshop.module(counter("old"));

    var out = run(() -> change(module, "class Account: pass"), module + ":Counter");

    assertThat(out).last().isEqualTo(List.of("old", 4L, 4L));
    assertThat(notices)
        .containsExactly(
            module + ".py changed, but module '" + module + "' has no 'Counter'; it has Account");
  }

  @Test
  void saysThatANodeOfTheWholeStreamStaysAsItIs() throws Exception {
    var module =
        workshop.module(
            "class All:\n    is_streaming = True\n    def process(self, items): return items");

    var out = run(() -> change(module, "def All(item): return 0"), module + ":All");

    assertThat(out).containsExactly(1L, 2L, 3L, 4L);
    assertThat(notices)
        .containsExactly(
            module
                + ".py changed; node n0 is called once for all items, so that is for the next run");
  }

  @Test
  void becomesOfAnotherTextOfTheManifest() throws Exception {
    var module = workshop.module("def same(item): return item");
    var lookup = workshop.catalog().findIn("def tenfold(item): return item * 10", "tenfold", "a");

    var out =
        run(
            () ->
                workshop.catalog().renew(new NodeId("n0"), Workshop.found(lookup), "pipeline.json"),
            module + ":same");

    assertThat(out).containsExactly(1L, 2L, 30L, 40L);
    assertThat(notices).containsExactly("node n0 was made anew from pipeline.json");
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
    workshop.catalog().reload(Set.of(file));
  }

  /// Runs over the numbers 1 to 4, and makes a change between the second and the third.
  private List<@Nullable Object> run(Change change, String... types) {
    if (!(workshop.read(types) instanceof Reading.Accepted accepted)) {
      throw new AssertionError(workshop.faults(types));
    }
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
                change.make();
              } catch (IOException unwritable) {
                throw new AssertionError(unwritable);
              }
            }
            return next;
          }
        };
    var out = new ArrayList<@Nullable Object>();
    assertThat(Pipeline.of(accepted).run(items, out::add)).isInstanceOf(Outcome.Completed.class);
    return out;
  }
}
