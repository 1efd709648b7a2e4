package dev.terrarium.control.record;

import dev.terrarium.control.loop.CycleRing;
import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.loop.Rings;
import java.util.Arrays;

/// Writes the rows of a loop with 1 ms between deadlines, whose cycles take 50 µs unless told
/// otherwise.
final class SteppedLoop {
  static final long MICRO = 1_000;
  static final long MILLI = 1_000_000;
  static final long START = 5_000_000_000L;

  final CycleRing ring = Rings.create(2, 1, 64);
  final CycleRow row = new CycleRow(2, 1);
  long now = START;
  private long deadline = START;
  private long number;

  /// Runs cycles that are in time.
  void run(int cycles) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      run(0, 50 * MICRO);
    }
  }

  /// Runs a cycle.
  ///
  /// @param late how long after its deadline, or after the cycle before, it begins
  /// @param compute what the controller takes
  void run(long late, long compute) {
    now = Math.max(now, deadline) + late;
    row.missed = (now - deadline) / MILLI;
    deadline += row.missed * MILLI;
    number += row.missed;
    row.cycle = number++;
    row.deadline = deadline;
    row.woke = now;
    row.read = now;
    row.computed = row.read + compute;
    row.written = row.computed;
    row.permit = 1;
    Arrays.fill(row.q, row.cycle + 0.25);
    Arrays.fill(row.torque, -row.cycle);
    row.position[2] = 0.5;
    row.extras[0] = 7;
    now = row.written;
    deadline += MILLI;
    Rings.append(ring, row);
  }
}
