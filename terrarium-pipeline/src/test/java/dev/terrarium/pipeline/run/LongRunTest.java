package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.manifest.Reading;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Long streams: in order, with nothing lost, and with no more in memory than the queues hold.
///
/// Each item weighs a kilobyte, so that all of them together would fill the heap.
@Timeout(120)
class LongRunTest {
  private static final int WEIGHT = 1_000;
  private static final int IN_HANDS = 2;
  private static final long FLAT_BYTES = 16 << 20;

  @Test
  void aMillionItemsPassASlowSinkThroughAQueueOf64() {
    var conduct =
        new Conduct(
            false,
            Conduct.Isolation.INLINE,
            Conduct.PLAIN.onError(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new QueueBound(64, QueueBound.Policy.BLOCK)));
    var slow = Chains.graph(nodes(), Map.of("slow", conduct), List.of("slow"), List.of());

    var voyage = new Voyage(1_000_000, 1).through(slow);

    assertThat(voyage.mostAhead()).isBetween(64L, 64L + IN_HANDS);
    assertThat(voyage.heapGrowth()).isLessThan(FLAT_BYTES);
  }

  @Test
  void aLongStreamPassesBranchesThatMeetThroughTheirQueues() {
    var diamond =
        Chains.graph(
            nodes(),
            List.of("in", "left", "slow", "out"),
            "in > left",
            "in > slow",
            "left > out",
            "slow > out");

    var voyage = new Voyage(200_000, 2).through(diamond);

    assertThat(voyage.mostAhead()).isLessThanOrEqualTo(3 * (64 + IN_HANDS));
    assertThat(voyage.heapGrowth()).isLessThan(FLAT_BYTES);
  }

  private static Forgetful nodes() {
    return new Forgetful(
        Map.of(
            "in",
            (item, out) -> out.emit(item),
            "left",
            (item, out) -> out.emit(item),
            "out",
            (item, out) -> out.emit(item),
            "slow",
            (item, out) -> {
              for (int i = 0; i < 50; i++) {
                Thread.onSpinWait();
              }
              out.emit(item);
            }));
  }

  private record Parcel(long number, ByteBuffer load) {}

  /// A stream on its way, each item of which comes out so many times.
  private static final class Voyage {
    private final int count;
    private final int copies;
    private final AtomicLong read = new AtomicLong();
    private final List<Long> heap = new ArrayList<>();
    private long arrived;
    private long mostAhead;

    Voyage(int count, int copies) {
      this.count = count;
      this.copies = copies;
    }

    Voyage through(Reading.Accepted graph) {
      var outcome = Pipeline.of(graph).run(new Feed.Stream(parcels()), (_, item) -> take(item));

      assertThat(outcome).isInstanceOf(Outcome.Completed.class);
      assertThat(arrived).isEqualTo((long) count * copies);
      return this;
    }

    /// How many more were read than had arrived.
    long mostAhead() {
      return mostAhead;
    }

    /// By how much more the heap holds in the middle or at the end than at the first item.
    long heapGrowth() {
      assertThat(heap).hasSize(3);
      return Math.max(heap.get(1), heap.get(2)) - heap.get(0);
    }

    private Iterator<Parcel> parcels() {
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
      assertThat(((Parcel) item).number()).isEqualTo(arrived / copies);
      mostAhead = Math.max(mostAhead, read.get() - arrived / copies - 1);
      arrived++;
      if (arrived == 1
          || arrived == (long) count * copies / 2
          || arrived == (long) count * copies) {
        System.gc();
        heap.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
    }
  }
}
