package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.pipeline.MarshalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is told of values that cannot go to a worker process, or come back from it.
@Tag("native")
@Timeout(60)
class ConversionTest {
  @RegisterExtension final WorkerPlace place = WorkerPlace.open();

  @BeforeEach
  void open() throws Exception {
    place.module("def node(item): return {'log': [open(__file__)]} if item == 1 else item");
  }

  @Test
  void saysThatItWasTheItem() {
    var error =
        catchThrowableOfType(
            MarshalException.class,
            () -> place.outputs(List.of(Map.of("a", new StringBuilder())), "@:node"));

    assertThat(error)
        .hasMessageStartingWith(
            "Node n0 failed on item 0: the value at $.a of the item for its worker process cannot"
                + " be converted: ");
  }

  @Test
  void saysThatItWasAnOutput() {
    var error =
        catchThrowableOfType(
            MarshalException.class, () -> place.outputs(List.of(0L, 1L), "@:node"));

    assertThat(error)
        .hasMessageStartingWith(
            "Node n0 failed on item 1: the value at $['log'][0] of an output of its worker process"
                + " cannot be converted: a _io.TextIOWrapper cannot travel between processes: ");
  }

  @Test
  void tellsTheReasonAlsoOfAnItemThatIsSkipped() {
    var outcome =
        place.run(
            List.of(0L, 1L), new ArrayList<@Nullable Object>(), "@:node | \"on_error\": \"skip\"");

    assertThat(outcome.report().nodes().getFirst().firstFailure().orElseThrow())
        .startsWith("item 1: the value at $['log'][0] of an output of its worker process cannot")
        .contains("a _io.TextIOWrapper cannot travel between processes: cannot pickle '");
  }
}
