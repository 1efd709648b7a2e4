package dev.terrarium.cli.demo;

import dev.terrarium.control.loop.CycleFlag;
import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.record.Cause;
import dev.terrarium.control.record.CycleField;
import dev.terrarium.control.record.Overrun;
import dev.terrarium.control.record.Recorded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/// The cycles of a loop, in their order. Times are nanoseconds since the run began.
public final class Cycles {
  /// What has to be recorded for it.
  public static final Set<CycleField> FIELDS =
      EnumSet.of(
          CycleField.DEADLINE,
          CycleField.WOKE,
          CycleField.WRITTEN,
          CycleField.FLAGS,
          CycleField.MISSED,
          CycleField.LAW,
          CycleField.Q,
          CycleField.DQ,
          CycleField.POSITION,
          CycleField.EXTRAS);

  /// The number of the law while an arm gives way.
  static final long GIVING_WAY = -1;

  /// Where extras tell the positions wanted; the pose wanted follows them.
  private static final int WANTED = 4;

  private final List<CycleRow> rows;
  private final long period;
  private final long origin;
  private final List<Overrun> overruns;

  private Cycles(List<CycleRow> rows, long period, long origin, List<Overrun> overruns) {
    this.rows = rows;
    this.period = period;
    this.origin = origin;
    this.overruns = overruns;
  }

  /// Returns these cycles with what is known of those that took too long.
  public Cycles because(List<Overrun> explained) {
    return new Cycles(rows, period, origin, List.copyOf(explained));
  }

  /// Takes cycles, which nobody writes any more.
  ///
  /// @param period of the loop, ns
  /// @param origin when the run began, as [System#nanoTime] tells it
  static Cycles of(List<CycleRow> rows, long period, long origin) {
    return new Cycles(List.copyOf(rows), period, origin, List.of());
  }

  /// Takes what was recorded of a [dev.terrarium.control.ControlledArm].
  ///
  /// @param recorded with [#FIELDS]
  /// @param origin when the run began, as [System#nanoTime] tells it
  public static Cycles of(Recorded recorded, long origin) {
    var rows = new ArrayList<CycleRow>();
    int joints = recorded.width(CycleField.Q);
    int extras = recorded.width(CycleField.EXTRAS);
    for (int row = 0; row < recorded.rows(); row++) {
      rows.add(new CycleRow(joints, extras));
    }
    fill(rows, recorded.longs(CycleField.DEADLINE), (row, value) -> row.deadline = value);
    fill(rows, recorded.longs(CycleField.WOKE), (row, value) -> row.woke = value);
    fill(rows, recorded.longs(CycleField.WRITTEN), (row, value) -> row.written = value);
    fill(rows, recorded.longs(CycleField.FLAGS), (row, value) -> row.flags = value);
    fill(rows, recorded.longs(CycleField.MISSED), (row, value) -> row.missed = value);
    fill(rows, recorded.longs(CycleField.LAW), (row, value) -> row.law = value);
    fill(rows, recorded.doubles(CycleField.Q), row -> row.q);
    fill(rows, recorded.doubles(CycleField.DQ), row -> row.dq);
    fill(rows, recorded.doubles(CycleField.POSITION), row -> row.position);
    fill(rows, recorded.doubles(CycleField.EXTRAS), row -> row.extras);
    return of(rows, recorded.period().toNanos(), origin);
  }

  private static void fill(
      List<CycleRow> rows, long[] values, ObjLongConsumer<CycleRow> assignment) {
    for (int row = 0; row < rows.size(); row++) {
      assignment.accept(rows.get(row), values[row]);
    }
  }

  private static void fill(
      List<CycleRow> rows, double[] values, Function<CycleRow, double[]> list) {
    for (int row = 0; row < rows.size(); row++) {
      double[] into = list.apply(rows.get(row));
      System.arraycopy(values, row * into.length, into, 0, into.length);
    }
  }

  int count() {
    return rows.size();
  }

  int joints() {
    return rows.isEmpty() ? 0 : rows.getFirst().q.length;
  }

  /// Returns the time from one deadline to the next.
  long period() {
    return period;
  }

  /// Returns when the arm had taken a cycle's torques.
  long at(int row) {
    return rows.get(row).written - origin;
  }

  /// Returns how long that was after those of the cycle before; 0 for the first.
  long gap(int row) {
    return row == 0 ? 0 : rows.get(row).written - rows.get(row - 1).written;
  }

  /// Returns how long after the oldest deadline that it serves a cycle began.
  long lateness(int row) {
    CycleRow cycle = rows.get(row);
    return cycle.woke - cycle.deadline + cycle.missed * period;
  }

  /// Returns how many deadlines passed unserved before a cycle.
  long missed(int row) {
    return rows.get(row).missed;
  }

  long law(int row) {
    return rows.get(row).law;
  }

  /// Whether a cycle brought the arm to rest, whatever the law said.
  boolean isSafe(int row) {
    return CycleFlag.SAFE.isIn(rows.get(row).flags);
  }

  double q(int row, int joint) {
    return rows.get(row).q[joint];
  }

  double wantedQ(int row, int joint) {
    return rows.get(row).extras[WANTED + joint];
  }

  /// Returns where the flange is along an axis, m.
  double position(int row, int axis) {
    return rows.get(row).position[axis];
  }

  /// Returns where it is wanted.
  double wantedPosition(int row, int axis) {
    return rows.get(row).extras[WANTED + joints() + 4 * axis + 3];
  }

  /// Returns how far the flange is from where it is wanted, m.
  double distance(int row) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double away = position(row, axis) - wantedPosition(row, axis);
      sum += away * away;
    }
    return Math.sqrt(sum);
  }

  /// Returns how far the flange moved from one cycle to another, along a straight line, m.
  double moved(int from, int to) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double way = position(to, axis) - position(from, axis);
      sum += way * way;
    }
    return Math.sqrt(sum);
  }

  /// Returns the velocity of the fastest joint, rad/s.
  double speed(int row) {
    double speed = 0;
    for (double velocity : rows.get(row).dq) {
      speed = Math.max(speed, Math.abs(velocity));
    }
    return speed;
  }

  /// Returns the first cycle whose torques were taken at a moment or later; [#count] if there is
  /// none.
  int from(long moment) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle) < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Returns the longest time without new torques between two moments.
  long longestGap(long from, long to) {
    long longest = 0;
    for (int row = from(from); row < count() && gapBegins(row) <= to; row++) {
      longest = Math.max(longest, gap(row));
    }
    return longest;
  }

  /// Returns why the longest of them was longer than a period, if it was and that is known.
  Optional<Cause> causeOfLongestGap(long from, long to) {
    int longest = from(from);
    for (int row = longest; row < count() && gapBegins(row) <= to; row++) {
      longest = gap(row) > gap(longest) ? row : longest;
    }
    return longest == count() ? Optional.empty() : cause(gapBegins(longest), at(longest));
  }

  private Optional<Cause> cause(long begin, long end) {
    return overruns.stream()
        .filter(overrun -> overrun.from() - origin < end && overrun.until() - origin > begin)
        .max(Comparator.comparingLong(Overrun::nanos))
        .map(Overrun::cause);
  }

  private long gapBegins(int row) {
    return at(row) - gap(row);
  }
}
