package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ChainException;
import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class PythonChainTest {
  private static final String SOURCE =
      """
      class Thing:
          def __init__(self, item): self.item = item
      def double(item): return item * 2
      def plus(item): return item + 1
      def thing(item): return Thing(item)
      def untie(thing): return thing.item
      def text(item): return str(item)
      def small(item): return item if item < 5 else None
      def twice(item):
          yield item
          yield item + 1
      def refuse(item):
          if item == 6: raise ValueError("six")
          return item
      def surrogate(item): return "\\ud800"
      life = []
      def told(item): return list(life)
      class Node:
          name = "first"
          async def initialize(self): life.append(self.name)
          def process(self, item): self.held = item
          def flush(self): return self.held
          async def cleanup(self): life.append(self.name + " cleaned up")
      class Second(Node):
          name = "second"
      class Failing(Node):
          name = "failing"
          def initialize(self): raise OSError("no model")
      """;

  @TempDir Path folder;
  private Workshop workshop;
  private String module;
  private final List<@Nullable Object> out = new ArrayList<>();
  private final List<Integer> came = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    workshop = new Workshop(folder);
    module = workshop.module(SOURCE);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void passesEachItemThroughAllNodes() throws Exception {
    var items = LongStream.range(0, 3000).boxed().toList();

    run(items, "double", "plus", "double");

    assertThat(out).isEqualTo(items.stream().map(n -> 4 * n + 2).toList());
    assertThat(came).isEqualTo(IntStream.range(0, 3000).boxed().toList());
  }

  @Test
  void handsTheSameObjectFromNodeToNode() throws Exception {
    run(List.of(1L, "a", List.of(2L)), "thing", "untie");

    assertThat(out).containsExactly(1L, "a", List.of(2L));
  }

  @Test
  void givesWhatIsNeitherNumberNorTextAsItIs() throws Exception {
    var chain = opened("thing", "thing");
    var kinds = new ArrayList<Class<?>>();

    chain.process(List.of(1L, 2L), (_, output) -> kinds.add(output.getClass()));
    close(chain);

    assertThat(kinds).containsExactly(PythonValue.class, PythonValue.class);
  }

  @Test
  void dropsNoneAndFlattensGeneratorsInOrder() throws Exception {
    var chain = opened("twice", "small", "double");

    chain.process(List.of(1L, 4L, 9L, 2L), this::take);

    assertThat(out).containsExactly(2L, 4L, 8L, 4L, 6L);
    assertThat(came).containsExactly(0, 0, 1, 3, 3);
    assertThat(List.of(chain.itemsIn(0), chain.itemsOut(0), chain.itemsIn(1), chain.itemsOut(1)))
        .containsExactly(4L, 8L, 8L, 5L);
    close(chain);
  }

  @Test
  void letsLazyValuesLeaveBeforeTheNextIsMade() throws Exception {
    var chain = opened("plus", "twice");
    var enough = new IllegalStateException("enough");

    assertThatThrownBy(() ->
            chain.process(
                List.of(1L),
                (_, _) -> {
                  throw enough;
                }))
        .isSameAs(enough);

    assertThat(chain.itemsOut(1)).isEqualTo(1);
    close(chain);
  }

  @Test
  void tellsTheNodeAndTheItemThatFailedAfterWhatLeftBefore() throws Exception {
    var chain = opened("double", "refuse", "double");

    var failed =
        catchThrowableOfType(
            ChainException.class, () -> chain.process(List.of(1L, 2L, 3L, 4L), this::take));

    assertThat(failed.link()).isEqualTo(1);
    assertThat(failed.item()).isEqualTo(2);
    assertThat(chain.itemsIn(1)).isEqualTo(3);
    assertThat(out).containsExactly(4L, 8L);
    assertThat(failed.getCause())
        .isInstanceOf(ForeignException.class)
        .hasMessage("ValueError: six");
    assertThat(((ForeignException) failed.getCause()).traceback())
        .contains("in refuse")
        .doesNotContain("_chains.py");
    close(chain);
  }

  @Test
  void tellsTheNodeThatFailedOnALazyValue() throws Exception {
    var chain = opened("double", "twice", "plus", "refuse");

    var failed =
        catchThrowableOfType(
            ChainException.class, () -> chain.process(List.of(1L, 2L), this::take));

    assertThat(failed.link()).isEqualTo(3);
    assertThat(failed.item()).isEqualTo(1);
    assertThat(out).containsExactly(3L, 4L, 5L);
    close(chain);
  }

  @Test
  void tellsTheItemThatCannotBeMadeAPythonValue() throws Exception {
    var chain = opened("double", "double");
    chain.process(List.of(1L, 1L, 1L), this::take);

    var failed =
        catchThrowableOfType(
            ChainException.class, () -> chain.process(List.of(1L, 2L, "\ud800", 3L), this::take));

    assertThat(failed.link()).isZero();
    assertThat(failed.item()).isEqualTo(2);
    assertThat(chain.itemsIn(0)).isEqualTo(6);
    assertThat(failed.getCause()).isInstanceOf(ConversionFault.class);
    assertThat(((ConversionFault) failed.getCause()).path()).isEqualTo("$");
    assertThat(out).containsExactly(4L, 4L, 4L, 4L, 8L);
    close(chain);
  }

  @Test
  void handsOnATextThatJavaCannotHold() throws Exception {
    var chain = opened("surrogate", "text");
    var kinds = new ArrayList<Class<?>>();

    chain.process(List.of(1L), (_, output) -> kinds.add(output.getClass()));
    close(chain);

    assertThat(kinds).containsExactly(PythonValue.class);
  }

  @Test
  void opensFlushesAndClosesEachLink() throws Exception {
    var chain = opened("Node", "double", "Second");
    chain.process(List.of(1L, 3L), this::take);

    chain.flush(0, this::take);
    assertThat(out).isEmpty();
    chain.flush(1, this::take);
    chain.flush(2, this::take);
    close(chain);

    assertThat(out).containsExactly(6L);
    assertThat(workshop.outputs(List.of(0L), module + ":told"))
        .containsExactly(List.of("first", "second", "second cleaned up", "first cleaned up"));
  }

  @Test
  void closesLinksThatWereNeverOpened() throws Exception {
    var chain = chain("Node", "Failing", "Second");
    chain.open(0);

    assertThatThrownBy(() -> chain.open(1)).hasMessage("OSError: no model");
    close(chain);

    assertThat(workshop.outputs(List.of(0L), module + ":told"))
        .containsExactly(List.of("first", "failing cleaned up", "first cleaned up"));
    assertThat(chain.itemsIn(0)).isZero();
  }

  @Test
  void endsWithWhatTheConsumerThrows() throws Exception {
    var enough = new IllegalStateException("enough");
    for (var last : List.of("plus", "twice", "thing")) {
      var chain = opened("double", last);

      assertThatThrownBy(() ->
              chain.process(
                  List.of(1L, 2L),
                  (_, _) -> {
                    throw enough;
                  }))
          .isSameAs(enough);
      close(chain);
    }
  }

  @Test
  void releasesAllThatItHeld() throws Exception {
    try (var python = Workshop.interpreter()) {
      run(List.of(1L), "double", "plus", "twice", "thing");
      long before = python.statistics().references();

      run(LongStream.range(0, 100).boxed().toList(), "twice", "thing", "thing");
      endsWithWhatTheConsumerThrows();

      assertThat(python.statistics().references()).isEqualTo(before);
    }
  }

  private void run(List<?> items, String... functions) throws Exception {
    var chain = opened(functions);
    try {
      chain.process(items, this::take);
      for (int link = 0; link < functions.length; link++) {
        chain.flush(link, this::take);
      }
    } finally {
      close(chain);
    }
  }

  private void take(int item, @Nullable Object output) {
    came.add(item);
    if (!(output instanceof PythonValue value && value.typeName().endsWith("Thing"))) {
      Bench.into(out).emit(output);
    }
  }

  private ChainNode opened(String... functions) throws Exception {
    var chain = chain(functions);
    for (int link = 0; link < functions.length; link++) {
      chain.open(link);
    }
    links = functions.length;
    return chain;
  }

  private int links;

  private ChainNode chain(String... functions) {
    var made = new ArrayList<ChainNode.Link>();
    for (var function : functions) {
      var type = workshop.type(module + ":" + function);
      made.add(
          new ChainNode.Link(
              type,
              new NodeContext(
                  new NodeId("n" + made.size()), new Parameters(Map.of()), Conduct.PLAIN)));
    }
    links = functions.length;
    return made.getFirst().type().chains().orElseThrow().chain(made);
  }

  private void close(ChainNode chain) throws Exception {
    for (int link = links - 1; link >= 0; link--) {
      chain.close(link);
    }
  }
}
