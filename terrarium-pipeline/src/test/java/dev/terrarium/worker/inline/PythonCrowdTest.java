package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Very many runs at once whose branches have Python nodes, each on a virtual thread of its own.
@Tag("native")
@Timeout(120)
class PythonCrowdTest {
  private static final int RUNS = 1_000;
  private static final int MOST_THREADS = 200;

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
  void aThousandRunsOfBranchesAreRightOnFewThreads() throws Exception {
    var type = workshop.module("def next(x): return x + 1\n") + ":next";
    var pipeline = Pipeline.read(branches(type), reader());
    var threads = ManagementFactory.getThreadMXBean();
    threads.resetPeakThreadCount();
    int before = threads.getThreadCount();

    var all = new ArrayList<Future<List<@Nullable Object>>>();
    try (var runs = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; i < RUNS; i++) {
        var items = List.of(i, i + 1);
        all.add(runs.submit(() -> outputs(pipeline, items)));
      }
    }

    for (int i = 0; i < RUNS; i++) {
      long first = i;
      assertThat(all.get(i).get()).isEqualTo(List.of(first + 2, first + 3, first + 2, first + 3));
    }
    assertThat(threads.getPeakThreadCount() - before).isLessThan(MOST_THREADS);
  }

  private ManifestReader reader() {
    return new ManifestReader(workshop.catalog(), Machine.current());
  }

  private static List<@Nullable Object> outputs(Pipeline pipeline, List<Long> items) {
    var outputs = new ArrayList<@Nullable Object>();
    var outcome = pipeline.run(new Feed.Batch(items), (_, value) -> outputs.add(value));
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return outputs;
  }

  private static String branches(String type) {
    return """
    {"version": "v1", "metadata": {"name": "branches"},
     "nodes": [{"id": "in", "node_type": "TYPE"},
               {"id": "left", "node_type": "TYPE"}, {"id": "right", "node_type": "TYPE"}],
     "connections": [{"from": "in", "to": "left"}, {"from": "in", "to": "right"}]}
    """
        .replace("TYPE", type);
  }
}
