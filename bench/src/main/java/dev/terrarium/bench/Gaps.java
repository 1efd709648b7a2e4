package dev.terrarium.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The times from one command of a loop to its next, which should be a millisecond.
///
/// They are corrected for omission: a gap of 5 ms stands for the commands that never came as well,
/// and so counts as 5, 4, 3, 2 and 1 ms. Otherwise a loop that stands still for half of the time
/// would have few long gaps among many short ones.
final class Gaps {
  static final long PERIOD = 1_000_000;

  private long[] gaps = new long[1 << 16];
  private int count;
  private long commands;
  private long last;

  /// Takes the time of the next command, ns.
  void add(long nanoTime) {
    if (commands++ > 0) {
      long gap = nanoTime - last;
      put(gap);
      for (long omitted = gap - PERIOD; omitted >= PERIOD; omitted -= PERIOD) {
        put(omitted);
      }
    }
    last = nanoTime;
  }

  private void put(long gap) {
    if (count == gaps.length) {
      gaps = Arrays.copyOf(gaps, 2 * count);
    }
    gaps[count++] = gap;
  }

  /// Those of a file that has how many times there are, then the times, as int64.
  static Gaps read(Path file) throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    var gaps = new Gaps();
    for (long left = numbers.getLong(); left > 0; left--) {
      gaps.add(numbers.getLong());
    }
    return gaps;
  }

  long commands() {
    return commands;
  }

  /// The time that so large a share of the gaps are not longer than, ns; NaN without any.
  double at(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(gaps, count);
    Arrays.sort(sorted);
    return sorted[Math.clamp((long) Math.ceil(share * count) - 1, 0, count - 1)];
  }

  /// As an object of a results file, ns.
  Map<String, Object> described() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("p50", at(0.5));
    map.put("p99", at(0.99));
    map.put("p999", at(0.999));
    map.put("max", at(1));
    return map;
  }
}
