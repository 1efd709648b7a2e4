package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Lookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class SourceTextTest {
  private static final String SOURCE =
      """
      calls = []
      class Check:
          def process(self, item):
              calls.append(item)
              if item < 0:
                  raise ValueError("below zero")
              return len(calls)
      def where(item): return __name__
      number = 3
      """;

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
  void runsAClassAndAFunctionOfIt() throws Exception {
    assertThat(run(SOURCE, "Check", 5L)).containsExactly(1L);
    assertThat(run("def twice(item): return item * 2", "twice", 5L)).containsExactly(10L);
  }

  @Test
  void isAModuleOfItsOwnWhichEqualTextsShare() throws Exception {
    var name = run(SOURCE, "where", 0L);

    assertThat(name.getFirst()).asString().startsWith("terrarium_source_");
    assertThat(run(SOURCE, "where", 0L)).isEqualTo(name);
    assertThat(run(SOURCE + "\n", "where", 0L)).isNotEqualTo(name);
  }

  @Test
  void runsOnceForAllItsNodes() throws Exception {
    run(SOURCE, "Check", 1L);

    assertThat(run(SOURCE, "Check", 1L)).containsExactly(2L);
  }

  @Test
  void isForgottenWhenTheLastWhoUsesItIsClosed(@TempDir Path other) throws Exception {
    var module = run(SOURCE, "where", 0L).getFirst();
    var second = new Workshop(other);
    Workshop.found(second.catalog().findIn(SOURCE, "where", "a"));

    workshop.close();
    boolean kept = isLoaded(module);
    second.close();

    assertThat(kept).isTrue();
    assertThat(isLoaded(module)).isFalse();
    workshop = new Workshop(folder);
  }

  @Test
  void showsItsLinesInTracebacks() {
    assertThatThrownBy(() -> run(SOURCE, "Check", -1L))
        .isInstanceOfSatisfying(
            ForeignException.class,
            error ->
                assertThat(error.traceback())
                    .contains("File \"<source of node checks, ")
                    .contains(">\", line 6, in process")
                    .contains("raise ValueError(\"below zero\")"));
  }

  @Test
  void saysLineAndColumnOfASyntaxError() {
    assertThat(broken("x = 1\ndef broken(:\n  pass\n", "broken"))
        .startsWith("broken cannot be loaded: SyntaxError in <source of node checks, ")
        .endsWith(">, line 2, column 12: invalid syntax");
  }

  @Test
  void saysWhereItRaises() {
    assertThat(broken("x = 1\nraise OSError('no model')\n", "Node"))
        .startsWith("Node cannot be loaded: OSError: no model (<source of node checks, ")
        .endsWith(">, line 2)");
  }

  @Test
  void saysWhatIsNotInIt() {
    assertThat(broken(SOURCE, "Chek")).isEqualTo("the source has no 'Chek'; did you mean 'Check'?");
    assertThat(broken(SOURCE, "number")).isEqualTo("'number' is neither a class nor a function");
    assertThat(broken(SOURCE, "module:Check"))
        .isEqualTo("the source has no 'module:Check'; it has Check, where");
  }

  @Test
  void isRunAgainAfterItRaised() {
    var source =
        """
        import sys
        sys.tries = getattr(sys, "tries", 0) + 1
        if sys.tries % 2: raise OSError("not yet")
        def node(item): return item
        """;
    assertThat(broken(source, "node")).contains("OSError: not yet");

    try (var again = new Workshop(folder)) {
      assertThat(again.catalog().findIn(source, "node", "a")).isInstanceOf(Lookup.Found.class);
    }
  }

  private List<@Nullable Object> run(String source, String name, Object item) throws Exception {
    var type = Workshop.found(workshop.catalog().findIn(source, name, "checks"));
    var out = new ArrayList<@Nullable Object>();
    var node = Bench.node(type, Conduct.PLAIN);
    try {
      node.open();
      node.process(item, Bench.into(out));
    } finally {
      node.close();
    }
    return out;
  }

  private String broken(String source, String name) {
    return switch (workshop.catalog().findIn(source, name, "checks")) {
      case Lookup.Broken(var reason, _) -> reason;
      case Lookup lookup -> throw new AssertionError(lookup);
    };
  }

  private static boolean isLoaded(@Nullable Object module) {
    try (var python = Workshop.interpreter()) {
      return python.call(gil -> gil.importModule("sys").attr("modules").contains(module));
    }
  }
}
