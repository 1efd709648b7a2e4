package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.accepted;
import static dev.terrarium.pipeline.manifest.Manifests.faults;
import static dev.terrarium.pipeline.manifest.Manifests.faultsOfKinds;
import static dev.terrarium.pipeline.manifest.Manifests.node;
import static dev.terrarium.pipeline.manifest.Manifests.of;
import static dev.terrarium.pipeline.manifest.Manifests.ofPassing;
import static dev.terrarium.pipeline.manifest.Manifests.read;
import static dev.terrarium.pipeline.manifest.Manifests.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void namesTheNodesOnACycle() {
    assertThat(faults(ofPassing("a b c d", "a>b", "b>c", "c>b", "c>d")))
        .containsExactly("$.connections: the connections form a cycle: b -> c -> b");
  }

  @Test
  void namesEachOfSeveralCycles() {
    assertThat(faults(ofPassing("a b c", "a>a", "b>c", "c>b")))
        .containsExactly(
            "$.connections[0]: the connections form a cycle: a -> a",
            "$.connections: the connections form a cycle: b -> c -> b");
  }

  @Test
  void acceptsFanOutAndFanIn() {
    var reading = accepted(of(each("a b c d"), "a>c", "a>b", "b>d", "c>d"));

    assertThat(order(reading)).isEqualTo(ids("a b c d"));
    assertThat(reading.graph().upstreamOf(new NodeId("d"))).isEqualTo(ids("b c"));
    assertThat(reading.graph().downstreamOf(new NodeId("a"))).isEqualTo(ids("c b"));
  }

  @Test
  void acceptsNodesThatNothingConnects() {
    var reading = accepted(of(each("c a b"), "a>b"));

    assertThat(reading.graph().sources()).isEqualTo(ids("c a"));
    assertThat(reading.graph().sinks()).isEqualTo(ids("c b"));
  }

  @Test
  void warnsOfAConnectionThatIsThereTwice() {
    var json = ofPassing("a b", "a>b", "a>b");

    assertThat(read(json)).isInstanceOf(Reading.Accepted.class);
    assertThat(warnings(json))
        .containsExactly(
            "$.connections[1]: is the same as $.connections[0]; b gets every item of a once more");
  }

  @Test
  void refusesToFeedANodeThatMakesItsOwnItems() {
    var json = of(node("a", "Each", "") + "," + node("s", "Source", ""), "a>s");

    assertThat(faultsOfKinds(json))
        .containsExactly("$.connections[0].to: node s makes its own items and takes none");
  }

  @Test
  void refusesDeadLettersToANodeThatMakesItsOwnItems() {
    var json = of(deadLettersTo("s", "a") + "," + node("s", "Source", ""));

    assertThat(faultsOfKinds(json))
        .containsExactly(
            "$.nodes[0].on_error.dead_letter: node s makes its own items and takes none");
  }

  @Test
  void putsTheNodeThatTakesDeadLettersBehindTheOneThatFails() {
    var reading = accepted(of(each("lost b") + "," + deadLettersTo("lost", "a"), "b>lost"));

    assertThat(order(reading)).isEqualTo(ids("b a lost"));
    assertThat(reading.graph().upstreamOf(new NodeId("lost"))).isEqualTo(ids("b a"));
    assertThat(reading.graph().sinks()).isEqualTo(ids("lost a"));
    assertThat(reading.manifest().connections()).hasSize(1);
  }

  @Test
  void countsDeadLettersAsAConnectionOfACycle() {
    var json = of(each("a") + "," + deadLettersTo("a", "b"), "a>b");

    assertThat(faultsOfKinds(json))
        .containsExactly(
            "$.connections: the connections form a cycle: a -> b -> a, where b sends its dead"
                + " letters to a");
  }

  @Test
  void refusesDeadLettersToTheNodeItself() {
    assertThat(faultsOfKinds(of(deadLettersTo("a", "a"))))
        .singleElement()
        .asString()
        .startsWith("$.nodes[0].on_error.dead_letter: the connections form a cycle: a -> a, where");
  }

  @Test
  void warnsOfASinkForDeadLettersThatIsNearlyANode() {
    var reading = accepted(of(each("reject") + "," + deadLettersTo("rejects", "a")));

    assertThat(reading.warnings())
        .singleElement()
        .hasToString(
            "$.nodes[1].on_error.dead_letter: 'rejects' is no node, but a further sink; did you mean"
                + " 'reject'?");
    assertThat(reading.graph().nodes()).isEqualTo(ids("reject a"));
  }

  @Test
  void makesASinkOfItsOwnForDeadLettersWithoutAWord() {
    assertThat(accepted(of(deadLettersTo("failures", "a"))).warnings()).isEmpty();
  }

  private static String each(String ids) {
    return String.join(
        ",", Arrays.stream(ids.split(" ", -1)).map(id -> node(id, "Each", "")).toList());
  }

  private static String deadLettersTo(String target, String id) {
    return node(id, "Each", "\"on_error\": {\"dead_letter\": \"" + target + "\"}");
  }

  private static List<NodeId> order(Reading.Accepted reading) {
    return reading.order().stream().map(node -> node.spec().id()).toList();
  }

  private static List<NodeId> ids(String names) {
    return Arrays.stream(names.split(" ", -1)).map(NodeId::new).toList();
  }
}
