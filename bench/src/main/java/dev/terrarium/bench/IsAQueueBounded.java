package dev.terrarium.bench;

import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Do a million items pass a slow sink through a queue of 64, in order, with none lost and a heap
/// that stays as it is?
///
/// Each item is a kilobyte, so that a queue that grew would be seen: all of them are a gigabyte.
final class IsAQueueBounded {
  private static final int ITEMS = 1_000_000;
  private static final int QUICK_ITEMS = 100_000;
  private static final int WEIGHT = 1_000;
  private static final int CAPACITY = 64;

  /// What may be on the way besides: one in the hands of each side.
  private static final int IN_HANDS = 2;

  private static final double FLAT_BYTES = 8 << 20;
  private static final double MEBIBYTE = 1 << 20;

  private final int count;
  private final AtomicLong read = new AtomicLong();
  private final List<Long> heap = new ArrayList<>();
  private long arrived;
  private long mostAhead;
  private boolean inOrder = true;

  private IsAQueueBounded(int count) {
    this.count = count;
  }

  static void measure(Workbench bench, Scores scores) {
    String manifest =
        Workbench.manifest(
            List.of(
                "{\"id\": \"slow\", \"node_type\": \"Slow\", \"queue\": {\"capacity\": "
                    + CAPACITY
                    + "}}"),
            List.of());
    Pipeline pipeline = Pipeline.read(manifest, bench.reader());
    int items = scores.quick() ? QUICK_ITEMS : ITEMS;
    scores.add(
        "queue",
        "%,d items of 1 kB through a slow sink, a queue of 64".formatted(items),
        "in order, none lost, heap flat",
        () -> new IsAQueueBounded(items).find(pipeline));
  }

  /// An item that weighs something.
  private record Parcel(long number, ByteBuffer load) {}

  private Scores.Finding find(Pipeline pipeline) {
    long start = System.nanoTime();
    Outcome outcome = pipeline.run(new Feed.Stream(items()), (_, item) -> take(item));
    double seconds = (System.nanoTime() - start) / 1e9;
    boolean whole = outcome instanceof Outcome.Completed && inOrder && arrived == count;
    long least = heap.stream().mapToLong(Long::longValue).min().orElseThrow();
    long most = heap.stream().mapToLong(Long::longValue).max().orElseThrow();
    boolean flat = most - least < FLAT_BYTES && mostAhead <= CAPACITY + IN_HANDS;
    return new Scores.Finding(
        String.format(
            Locale.ROOT,
            "%,d, %s, in %.1f s; at most %d ahead; heap %.1f, %.1f, %.1f MiB",
            arrived,
            inOrder ? "in order" : "out of order",
            seconds,
            mostAhead,
            heap.get(0) / MEBIBYTE,
            heap.get(1) / MEBIBYTE,
            heap.get(2) / MEBIBYTE),
        whole && flat,
        Map.of(
            "arrived", arrived,
            "in_order", inOrder,
            "seconds", seconds,
            "most_ahead", mostAhead,
            "heap_bytes", heap));
  }

  private Iterator<Parcel> items() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return read.get() < count;
      }

      @Override
      public Parcel next() {
        return new Parcel(read.getAndIncrement(), ByteBuffer.allocate(WEIGHT));
      }
    };
  }

  private void take(@Nullable Object item) {
    mostAhead = Math.max(mostAhead, read.get() - arrived - 1);
    inOrder &= item instanceof Parcel parcel && parcel.number() == arrived;
    arrived++;
    if (arrived == 1 || arrived == count / 2 || arrived == count) {
      System.gc();
      heap.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }
}
