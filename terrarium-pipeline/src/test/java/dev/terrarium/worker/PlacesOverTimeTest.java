package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node keeps, takes and leaves behind over many items is the same wherever it runs.
@Tag("native")
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"inline", "thread", "process"})
class PlacesOverTimeTest {
  @Parameter String isolation;
  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void open() {
    place = new Place(folder, isolation);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void takesFailedItemsToAnotherNode() throws Exception {
    place.module("def odd(item): return 1 // (item % 2)");

    var out =
        place.outputs(
            List.of(1L, 2L, 3L),
            "@:odd | \"on_error\": {\"dead_letter\": \"" + folder.resolve("letters.jsonl") + "\"}");

    assertThat(out).containsExactly(1L, 1L);
    assertThat(folder.resolve("letters.jsonl"))
        .content()
        .contains("ZeroDivisionError", "\"value\":2")
        .hasLineCount(1);
  }

  @Test
  void keepsItsStateFromItemToItemAndNotFromRunToRun() throws Exception {
    place.module(
        """
        class Count:
            def __init__(self): self.count = 0
            def process(self, item):
                self.count += 1
                return self.count
        """);
    var items = Collections.nCopies(2_000, 0L);

    assertThat(place.outputs(items, "@:Count")).hasSize(2_000).last().isEqualTo(2_000L);
    assertThat(place.outputs(List.of(0L), "@:Count")).containsExactly(1L);
  }

  @Test
  void takesNoMoreMemoryForMoreItems() throws Exception {
    place.module(
        """
        import resource
        class Peak:
            def process(self, item):
                if not item: return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            def flush(self): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        """);
    var items = new ArrayList<Object>(List.of(""));
    items.addAll(Collections.nCopies(10_000, "x".repeat(50_000)));

    var out = place.outputs(items, "@:Peak");

    long grown = (Long) out.getLast() - (Long) out.getFirst();
    assertThat(grown).as("KiB, a heap that grows included").isLessThan(250_000);
  }
}
