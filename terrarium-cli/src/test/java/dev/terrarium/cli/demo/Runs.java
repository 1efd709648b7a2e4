package dev.terrarium.cli.demo;

import dev.terrarium.cli.demo.Question.Outcome;
import dev.terrarium.control.PolicyOptions;
import dev.terrarium.control.loop.CycleFlag;
import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.record.Distribution;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.control.sim.FrankaParameters;
import dev.terrarium.control.sim.SimulatedFranka;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs that never were: a cycle each ms, each 10 µs late, its torques 30 µs after its deadline.
final class Runs {
  /// Where a Franka has room about its hand, rad.
  static final double[] BENT = {0, -.25, 0, -2.1, 0, 1.9, .785};

  static final long MILLIS = 1_000_000;
  static final long ORIGIN = 7_000_000_000L;
  private static final int JOINTS = 7;

  private final List<CycleRow> rows = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();
  private long unrecorded;
  private long latest = 10_000;
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

  /// Runs cycles in which each joint swings about a place, rad, and the flange is where that puts
  /// it.
  Runs swinging(int count, double... about) {
    var kinematics = SimulatedFranka.fr3().kinematics().orElseThrow();
    double[] pose = new double[16];
    for (int cycle = 0; cycle < count; cycle++) {
      CycleRow row = add(3, 0);
      for (int joint = 0; joint < JOINTS; joint++) {
        row.q[joint] = about[joint] + .3 * Math.sin(cycle / 150.0 + joint);
      }
      kinematics.at(row.q, pose, new double[6 * JOINTS]);
      for (int axis = 0; axis < 3; axis++) {
        row.position[axis] = pose[4 * axis + 3];
        row.extras[4 + JOINTS + 4 * axis + 3] = pose[4 * axis + 3];
      }
    }
    return this;
  }

  /// Runs cycles that begin so late, µs.
  Runs late(int count, long micros) {
    for (int cycle = 0; cycle < count; cycle++) {
      CycleRow row = add(3, 0);
      row.woke = row.deadline + 1000 * micros;
      row.written = row.woke + 20_000;
    }
    return this;
  }

  /// Runs cycles of a law that wants each joint at an angle, rad, which none comes to.
  Runs wanting(int count, double angle) {
    for (int cycle = 0; cycle < count; cycle++) {
      Arrays.fill(add(1, 0).extras, 4, 4 + JOINTS, angle);
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

  /// Had begun a cycle that late before it was recorded, µs.
  Runs latest(long micros) {
    latest = 1000 * micros;
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
    var late = new Distribution(10_000, 10_000, 10_000, 10_000, latest, List.of());
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
