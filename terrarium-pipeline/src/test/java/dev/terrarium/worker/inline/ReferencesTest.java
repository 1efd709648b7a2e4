package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.AudioFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class ReferencesTest {
  @TempDir Path folder;

  @Test
  void areAllReleasedWhenAPipelineHasEnded() throws Exception {
    try (var python = Workshop.interpreter()) {
      long before = python.statistics().references();

      try (var workshop = new Workshop(folder)) {
        var module =
            workshop.module(
                """
                def same(item): return item
                def twice(item):
                    yield item
                    yield item
                def refuse(item):
                    if item == 7: raise ValueError("seven")
                """);
        var items = LongStream.range(0, 500).boxed().toList();
        workshop.outputs(items, module + ":same", module + ":twice", module + ":same");
        workshop.outputs(List.of(AudioFrame.silent(1, 10, 8000)), module + ":same", "Echo");
        var out = new ArrayList<@Nullable Object>();
        workshop.run(items, out, module + ":twice", module + ":refuse");
        workshop.faults(module + ":missing");
      }

      assertThat(python.statistics().references()).isEqualTo(before);
    }
  }
}
