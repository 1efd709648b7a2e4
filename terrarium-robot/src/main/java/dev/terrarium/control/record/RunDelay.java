package dev.terrarium.control.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// How long a thread was ready without running, as sums that are looked at now and then.
final class RunDelay {
  /// So many looks are remembered: at a look every 10 ms, more than 10 s.
  private static final int KEPT = 1_024;

  private final LongSupplier sum;
  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanoTime, long sum) {}

  /// @param sum of a thread's whole life, ns; less than 0 where it is not known
  RunDelay(LongSupplier sum) {
    this.sum = sum;
  }

  /// Returns that of a thread of this process, by Linux's number.
  ///
  /// @param thread 0 where there is none
  static RunDelay of(long thread) {
    Path schedstat = Path.of("/proc/self/task", Long.toString(thread), "schedstat");
    return new RunDelay(() -> thread == 0 ? -1 : read(schedstat));
  }

  /// The second number: ns on a run queue. The kernel may have been built without it, and the
  /// thread may be gone.
  static long read(Path schedstat) {
    try {
      return Long.parseLong(Files.readString(schedstat).strip().split(" ", -1)[1]);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return -1;
    }
  }

  /// Looks at the sum.
  void look(long nanoTime) {
    long now = sum.getAsLong();
    if (now < 0) {
      return;
    }
    if (looks.size() == KEPT) {
      looks.removeFirst();
    }
    looks.addLast(new Look(nanoTime, now));
  }

  /// Returns by how much it grew from the last look before a time to the first after it; 0 if
  /// nobody looked.
  long grown(long from, long until) {
    long before = -1;
    for (Look look : looks) {
      if (look.nanoTime <= from || before < 0) {
        before = look.sum;
      }
      if (look.nanoTime >= until) {
        return look.sum - before;
      }
    }
    return 0;
  }
}
