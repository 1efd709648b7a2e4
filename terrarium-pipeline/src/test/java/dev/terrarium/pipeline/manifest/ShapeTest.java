package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.faults;
import static dev.terrarium.pipeline.manifest.Manifests.ofPassing;
import static org.assertj.core.api.Assertions.assertThat;

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
            "$.connections: the connections form a cycle: a -> a",
            "$.connections: the connections form a cycle: b -> c -> b");
  }

  @Test
  void refusesFanOutAndFanInUntilTheyAreSupported() {
    assertThat(faults(ofPassing("a b c d", "a>b", "a>c", "b>d", "c>d")))
        .containsExactly(
            "$.connections: node a feeds b, c; only a chain, one node after another, is supported"
                + " yet",
            "$.connections: node d is fed by b, c; only a chain, one node after another, is"
                + " supported yet");
  }

  @Test
  void refusesTheSameConnectionTwiceUntilItIsSupported() {
    assertThat(faults(ofPassing("a b", "a>b", "a>b"))).hasSize(2);
  }

  @Test
  void refusesSeveralChainsUntilTheyAreSupported() {
    assertThat(faults(ofPassing("a b c", "a>b")))
        .containsExactly(
            "$.connections: the nodes form 2 separate chains, which begin at a, c; only one chain"
                + " of all nodes is supported yet");
  }
}
