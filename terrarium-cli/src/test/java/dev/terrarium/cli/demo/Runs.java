package dev.terrarium.cli.demo;

import dev.terrarium.cli.demo.Question.Outcome;
import dev.terrarium.control.PolicyOptions;
import dev.terrarium.control.loop.CycleFlag;
import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.record.Distribution;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.control.sim.FrankaParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs that never were: a cycle each ms, each 10 µs late, its torques 30 µs after its deadline.
final class Runs {
  static final long MILLIS = 1_000_000;
  static final long ORIGIN = 7_000_000_000L;
  private static final int JOINTS = 7;

  private final List<CycleRow> rows = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();
  private long unrecorded;
  private OptionalLong trip = OptionalLong.empty();
  private Optional<String> error = Optional.empty();
  private String title = "A run";

  /// Runs cycles under a law, the flange so far from where it is wanted, m.
  Runs cycles(int count, long law, double away) {
    for (int cycle = 0; cycle < count; cycle++) {
      add(law, away);
    }
    return this;
  }

  private CycleRow add(long law, double away) {
    var row = new CycleRow(JOINTS, 4 + JOINTS + 16);
    row.deadline = rows.isEmpty() ? ORIGIN : rows.getLast().deadline + MILLIS;
    row.woke = row.deadline + 10_000;
    row.written = row.deadline + 30_000;
    row.law = law;
    row.position[0] = .5 + away;
    row.extras[4 + JOINTS + 3] = .5;
    rows.add(row);
    return row;
  }

  /// Runs cycles that bring the arm to rest, its first joint turning so fast, rad/s.
  Runs stopping(int count, double speed) {
    for (int cycle = 0; cycle < count; cycle++) {
      CycleRow row = add(3, 0);
      row.flags = CycleFlag.SAFE.mask();
      row.dq[0] = speed;
    }
    return this;
  }

  /// Has run so many cycles before it was recorded.
  Runs after(long cycles) {
    unrecorded = cycles;
    return this;
  }

  /// Misses deadlines before the next cycle.
  Runs missing(int deadlines) {
    var last = add(3, 0);
    last.missed = deadlines;
    last.deadline += deadlines * MILLIS;
    last.woke += deadlines * MILLIS;
    last.written += deadlines * MILLIS;
    return this;
  }

  /// Asks from one ms to another.
  Runs question(long asked, long ended, Outcome outcome) {
    questions.add(new Question(asked * MILLIS, ended * MILLIS, outcome, ""));
    return this;
  }

  /// Is stopped at a ms.
  Runs stoppedAt(long millis) {
    trip = OptionalLong.of(millis * MILLIS);
    return this;
  }

  /// Fails by that.
  Runs failed(String why) {
    error = Optional.of(why);
    return this;
  }

  Runs called(String name) {
    title = name;
    return this;
  }

  RunRecord record() {
    return new RunRecord(
        new RunRecord.About(title, Map.of("Arm", "one that never was"), loop(), error),
        Shape.of(FrankaParameters.fr3()),
        Cycles.of(rows, MILLIS, ORIGIN),
        new RunRecord.Asking(PolicyOptions.standard(), questions),
        List.of(new RunRecord.Mark(0, "begins")),
        trip);
  }

  private LoopStats loop() {
    var late = new Distribution(10_000, 10_000, 10_000, 10_000, 10_000, List.of());
    long missed = rows.stream().mapToLong(row -> row.missed).sum();
    return new LoopStats(
        new LoopStats.Cycles(rows.size() + unrecorded, missed, 0, 1000),
        late,
        late,
        late,
        new LoopStats.Overruns(Map.of(), 0));
  }

  /// A run whose policy is asked every 20 ms, blocks from 1000 to 1300 ms, and is stuck at the end.
  static Runs blocked() {
    var run = new Runs();
    for (long at = 0; at < 1000; at += 20) {
      run.question(at, at + 5, Outcome.TAKEN);
    }
    return run.question(1000, 1300, Outcome.DROPPED)
        .question(1320, 1325, Outcome.TAKEN)
        .question(2000, 2612, Outcome.INTERRUPTED)
        .cycles(1185, 3, .01)
        .cycles(140, -1, .002)
        .cycles(1275, 3, .02)
        .stopping(10, .5)
        .stopping(5, 0)
        .stoppedAt(2600);
  }
}
