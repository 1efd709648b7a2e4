package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.manifest.Reading;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Very many small runs at once, each on a virtual thread of its own.
@Timeout(120)
class CrowdTest {
  private static final int RUNS = 10_000;
  private static final int MOST_THREADS = 100;
  private static final Node NEXT = (item, out) -> out.emit(number(item) + 1);

  private final Forgetful nodes = new Forgetful(Map.of("a", NEXT, "b", NEXT, "c", NEXT));

  @Test
  void tenThousandRunsOfAChainAreAllRight() throws Exception {
    var chain = Chains.of(nodes, "a", "b", "c");

    var threads = run(chain, first -> List.of(first + 3, first + 4, first + 5));

    assertThat(threads).isLessThan(MOST_THREADS);
  }

  @Test
  void tenThousandRunsOfBranchesAreAllRight() throws Exception {
    var branches = Chains.graph(nodes, List.of("a", "b", "c"), "a > b", "a > c");

    var threads =
        run(
            branches,
            first -> List.of(first + 2, first + 2, first + 3, first + 3, first + 4, first + 4));

    assertThat(threads).isLessThan(MOST_THREADS);
  }

  /// Runs a pipeline over three numbers each time, and returns by how many platform threads there
  /// were more meanwhile. No run reads its first item before all have begun.
  private static int run(Reading.Accepted graph, LongFunction<List<Long>> expected)
      throws ExecutionException, InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    threads.resetPeakThreadCount();
    int before = threads.getThreadCount();
    var pipeline = Pipeline.of(graph);
    var begun = new CountDownLatch(RUNS);
    var all = new ArrayList<Future<List<@Nullable Object>>>();
    try (var runs = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < RUNS; i++) {
        var items = new Together(begun, i);
        all.add(runs.submit(() -> outputs(pipeline, items)));
      }
      for (int i = 0; i < RUNS; i++) {
        assertThat(all.get(i).get()).isEqualTo(expected.apply(i));
      }
    }
    return threads.getPeakThreadCount() - before;
  }

  private static List<@Nullable Object> outputs(Pipeline pipeline, Iterator<Long> items) {
    var outputs = new ArrayList<@Nullable Object>();
    var outcome = pipeline.run(new Feed.Stream(items), (_, item) -> outputs.add(item));
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return outputs;
  }

  private static long number(@Nullable Object item) {
    return ((Number) item).longValue();
  }

  /// Three numbers, the first of which waits for all other runs.
  private static final class Together implements Iterator<Long> {
    private final CountDownLatch begun;
    private final long first;
    private int next;

    Together(CountDownLatch begun, long first) {
      this.begun = begun;
      this.first = first;
    }

    @Override
    public boolean hasNext() {
      return next < 3;
    }

    @Override
    public Long next() {
      if (next == 0) {
        begun.countDown();
        try {
          begun.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return first + next++;
    }
  }
}
