package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Do 10,000 small runs at once get along, each on a virtual thread of its own?
///
/// None of the Java runs reads its first item before all have begun, so all are truly under way
/// together. Runs of Python nodes start as they come.
final class DoSmallRunsGetAlong {
  private static final int RUNS = 10_000;
  private static final int ITEMS = 3;

  private DoSmallRunsGetAlong() {}

  static void measure(Workbench bench, Scores scores) {
    Pipeline java = bench.chain(HowFastAreJavaNodes.added(3));
    Pipeline python = bench.chain(Workbench.python(List.of("Next", "Next", "Next")));
    scores.add(
        "small-runs-java",
        "10,000 runs at once, 3 Java nodes × 3 items",
        "all right",
        () -> find(java, new CountDownLatch(RUNS)));
    scores.add(
        "small-runs-python",
        "10,000 runs at once, 3 Python nodes × 3 items",
        "all right",
        () -> find(python, new CountDownLatch(0)));
  }

  private static Scores.Finding find(Pipeline pipeline, CountDownLatch begun) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    threads.resetPeakThreadCount();
    long start = System.nanoTime();
    int right = 0;
    try (ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        long first = i;
        all.add(runs.submit(() -> isRight(pipeline, first, begun)));
      }
      for (Future<Boolean> run : all) {
        right += run.get() ? 1 : 0;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int peak = threads.getPeakThreadCount();
    return new Scores.Finding(
        String.format(
            Locale.ROOT, "%,d right in %.2f s, %d platform threads", right, seconds, peak),
        right == RUNS,
        Map.of("right", right, "seconds", seconds, "peak_platform_threads", peak));
  }

  private static boolean isRight(Pipeline pipeline, long first, CountDownLatch begun) {
    Iterator<Long> items =
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            if (next == 0) {
              begun.countDown();
              awaitAll();
            }
            return next < ITEMS;
          }

          @Override
          public Long next() {
            return first + next++;
          }

          private void awaitAll() {
            try {
              begun.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    return Workbench.run(pipeline, new Feed.Stream(items))
        .equals(List.of(first + 3, first + 4, first + 5));
  }
}
