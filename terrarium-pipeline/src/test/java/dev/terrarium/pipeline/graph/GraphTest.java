package dev.terrarium.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.NodeId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
  @Test
  void putsEachNodeAfterThoseWhoseItemsItTakes() {
    assertThat(graph("d c b a", "a>b", "b>c", "a>d").order()).isEqualTo(ids("a d b c"));
  }

  @Test
  void keepsTheOrderOfTheManifestWhereTheConnectionsDoNotDecide() {
    assertThat(graph("c a b").order()).isEqualTo(ids("c a b"));
    assertThat(graph("s z y x", "s>x", "s>y", "s>z").order()).isEqualTo(ids("s z y x"));
  }

  @Test
  void knowsSourcesSinksAndNeighbours() {
    var graph = graph("a b c d", "c>d", "a>d", "a>b");

    assertThat(graph.sources()).isEqualTo(ids("a c"));
    assertThat(graph.sinks()).isEqualTo(ids("b d"));
    assertThat(graph.upstreamOf(new NodeId("d"))).isEqualTo(ids("c a"));
    assertThat(graph.downstreamOf(new NodeId("a"))).isEqualTo(ids("d b"));
  }

  @Test
  void leavesOutOfTheOrderWhatIsOnACycleOrBehindOne() {
    var graph = graph("a b c d", "a>b", "b>c", "c>b", "c>d");

    assertThat(graph.order()).isEqualTo(ids("a"));
    assertThat(graph.cycles()).containsExactly(ids("b c b"));
  }

  @Test
  void namesTheShortestOfSeveralCyclesThroughANode() {
    assertThat(graph("a b c", "a>b", "b>c", "c>a", "b>a").cycles())
        .containsExactly(ids("a b a"), ids("c a b c"));
  }

  @Test
  void refusesANodeThatIsNotInIt() {
    assertThatThrownBy(() -> graph("a", "a>b")).hasMessage("There is no node b in the graph");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ordersAnyGraphWithoutCycles(long seed) {
    var random = new Random(seed);
    var nodes = IntStream.range(0, 200).mapToObj(i -> new NodeId("n" + i)).toList();
    var connections =
        IntStream.range(0, 500)
            .mapToObj(_ -> random.ints(0, nodes.size()).distinct().limit(2).sorted().toArray())
            .map(ends -> new Connection(nodes.get(ends[0]), nodes.get(ends[1])))
            .toList();

    var order = new Graph(nodes.reversed(), connections).order();

    assertThat(order).hasSameElementsAs(nodes).hasSameSizeAs(nodes);
    assertThat(connections)
        .allMatch(connection -> order.indexOf(connection.from()) < order.indexOf(connection.to()));
  }

  private static Graph graph(String nodes, String... connections) {
    return new Graph(
        ids(nodes),
        Arrays.stream(connections)
            .map(text -> ids(text.replace('>', ' ')))
            .map(ends -> new Connection(ends.getFirst(), ends.getLast()))
            .toList());
  }

  private static List<NodeId> ids(String names) {
    return Arrays.stream(names.split(" ", -1)).map(NodeId::new).toList();
  }
}
