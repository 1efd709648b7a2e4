package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Place;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static final Place ON_ITEM = place(OptionalLong.of(3), OptionalLong.of(7));
  private static final Place SOMEWHERE = place(OptionalLong.empty(), OptionalLong.empty());

  @Test
  void saysHowItemsAreCountedWhereOneIsNamed() {
    var failure = new IllegalStateException("no");

    assertThat(Advice.of(ON_ITEM, NodeException.of(ON_ITEM, failure)))
        .isEqualTo(
            "Items count from 0. It came of item 7 of the input. Mend the node, or that item, and run"
                + " again.");
    assertThat(Advice.of(SOMEWHERE, NodeException.of(SOMEWHERE, failure)))
        .isEqualTo("Mend the node, and run again.");
  }

  @Test
  void tellsWhatElseToDoWhereTheJavaHeapIsFull() {
    var full = NodeException.of(ON_ITEM, new OutOfMemoryError("Java heap space"));

    assertThat(Advice.of(ON_ITEM, full))
        .contains("feed a stream (.jsonl) in place of a list")
        .doesNotContain("Mend");
  }

  @Test
  void asksForSmallerItemsWherePythonFoundNoMemory() {
    var kinds = List.of("numpy._ArrayMemoryError", "MemoryError", "Exception");
    var full = new ForeignException(kinds, "", "", new IllegalStateException());

    assertThat(Advice.of(ON_ITEM, NodeException.of(ON_ITEM, full)))
        .contains("Python found no more memory: make the items smaller")
        .doesNotContain("Mend");
  }

  @Test
  void namesTheLimitOfAWorkerWhoseProcessorTimeIsUsedUp() {
    var how = "the worker process of node a was killed: its processor time of 1 s is used up";
    var crash = new WorkerCrashedException("a", 152, how, "");

    assertThat(Advice.of(ON_ITEM, NodeException.of(ON_ITEM, crash)))
        .endsWith("Raise limits.cpu_s, or have the node do less, and run again.");
  }

  private static Place place(OptionalLong item, OptionalLong inputItem) {
    return new Place(new NodeId("a"), Place.Phase.PROCESS, item, inputItem);
  }
}
