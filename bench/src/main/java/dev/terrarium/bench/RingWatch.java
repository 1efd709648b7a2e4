package dev.terrarium.bench;

import dev.terrarium.control.loop.CycleRing;
import dev.terrarium.control.loop.CycleRow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the cycles of a loop in another process from its ring.
///
/// Whether cycles come at their rate is told by the clock of this process.
final class RingWatch {
  private static final long PAUSE_MILLIS = 20;

  private final CycleRing ring;
  private final CycleRow row;
  private final Gaps gaps = new Gaps();
  private final long began;
  private final long first;
  private long next;
  private long now;
  private long missed;
  private long lost;
  private long reflexes;
  private long reflexAt;

  /// Begins with the cycle after the newest, if the arm has not stopped in that.
  RingWatch(Path file) {
    ring = CycleRing.open(file);
    row = ring.room();
    first = ring.written();
    began = System.nanoTime();
    next = first;
    now = began;
    if (first > 0 && ring.read(first - 1, row) == CycleRing.Copied.WHOLE) {
      look(row);
    }
  }

  /// Returns when the newest cycle of a ring was to begin, as [System#nanoTime] tells it.
  static long deadline(Path file) throws InterruptedException {
    CycleRing ring = CycleRing.open(file);
    CycleRow row = ring.room();
    while (ring.read(ring.written() - 1, row) != CycleRing.Copied.WHOLE) {
      Thread.sleep(PAUSE_MILLIS);
    }
    return row.deadline;
  }

  private void look(CycleRow cycle) {
    if (reflexes == 0 && cycle.reflexes != 0) {
      reflexAt = Math.max(began, cycle.written);
    }
    reflexes |= cycle.reflexes;
  }

  /// Reads for so many seconds, or until the arm has stopped by a reflex, after which nothing
  /// comes.
  void read(double seconds) throws InterruptedException {
    long end = began + (long) (seconds * 1e9);
    while (now < end && reflexes == 0) {
      Thread.sleep(Math.min(PAUSE_MILLIS, 1 + (end - now) / 1_000_000));
      readNew();
    }
  }

  private void readNew() {
    long written = ring.written();
    now = System.nanoTime();
    for (; next < written; next++) {
      if (ring.read(next, row) == CycleRing.Copied.WHOLE) {
        gaps.add(row.written);
        missed += row.missed;
        look(row);
      } else {
        lost++;
      }
    }
  }

  /// What was read, as part of a row of a results file.
  Map<String, Object> described() {
    double seconds = (now - began) / 1e9;
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seconds", seconds);
    map.put("cycles", next - first);
    map.put("cycles_percent", (next - first) / seconds / 10);
    map.put("missed", missed);
    map.put("lost", lost);
    map.put("reflexes", Long.bitCount(reflexes));
    if (reflexes != 0) {
      map.put("reflex_after", (reflexAt - began) / 1e9);
    }
    map.put("gap", gaps.described());
    return map;
  }
}
