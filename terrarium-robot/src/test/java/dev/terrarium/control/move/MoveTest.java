package dev.terrarium.control.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What a move is once it is planned.
class MoveTest {
  private static final double[] REST = {0, 0};

  private final double[] q = new double[2];
  private final double[] dq = new double[2];
  private final double[] ddq = new double[2];

  private static Move planned(
      double[] q, double[] dq, double[] ddq, double[] goal, MoveLimits limits) {
    return (Move) Move.plan(q, dq, ddq, goal, limits);
  }

  private static MoveLimits limits(double velocity, double acceleration, double jerk) {
    return new MoveLimits(
        new double[] {velocity, velocity},
        new double[] {acceleration, acceleration},
        new double[] {jerk, jerk});
  }

  private static double[] pair(double first, double second) {
    return new double[] {first, second};
  }

  @Test
  void takesForOneRadianWithTheUsualLimitsWhatItsJerkSays() {
    Move move = planned(REST, REST, REST, pair(1, 0.5), MoveLimits.usual(2));

    assertThat(move.seconds()).isCloseTo(Math.cbrt(32), within(1e-14));
    assertThat(move.joints()).isEqualTo(2);
  }

  @Test
  void cruisesAtTheLimitOfVelocityWhereTheWayIsLong() {
    Move move = planned(REST, REST, REST, pair(100, 0), limits(2, 4, 8));

    move.at(move.seconds() / 2, q, dq, ddq);

    // Ramps of 1 s lose half of it each: 100 / 2 + 1.
    assertThat(move.seconds()).isCloseTo(51, within(1e-12));
    assertThat(q[0]).isCloseTo(50, within(1e-9));
    assertThat(dq[0]).isCloseTo(2, within(1e-12));
    assertThat(ddq[0]).isZero();
  }

  @Test
  void beginsAsTheJointsMoveAndEndsAtTheGoalExactly() {
    double[] goal = pair(0.3, -1.7);
    Move move = planned(pair(1, 2), pair(-0.5, 0.7), pair(0.2, -0.1), goal, limits(2, 4, 8));

    move.at(0, q, dq, ddq);
    assertThat(q).containsExactly(1, 2);
    assertThat(dq).containsExactly(-0.5, 0.7);
    assertThat(ddq).containsExactly(0.2, -0.1);

    for (double time : new double[] {move.seconds(), 1e9, Double.POSITIVE_INFINITY}) {
      move.at(time, q, dq, ddq);
      assertThat(q).containsExactly(goal);
      assertThat(dq).containsExactly(0, 0);
      assertThat(ddq).containsExactly(0, 0);
    }
  }

  @Test
  void isAsAtTheBeginningBeforeItAndAtNoNumber() {
    Move move = planned(pair(1, 2), REST, REST, pair(2, 2), MoveLimits.usual(2));

    for (double time : new double[] {-1, Double.NEGATIVE_INFINITY, Double.NaN}) {
      Arrays.fill(q, 7);
      move.at(time, q, dq, ddq);
      assertThat(q).containsExactly(1, 2);
    }
  }

  @Test
  void takesNoTimeWhereTheGoalIsReached() {
    Move move = planned(pair(1, -2), REST, REST, pair(1, -2), MoveLimits.usual(2));

    move.at(-1, q, dq, ddq);

    assertThat(move.seconds()).isZero();
    assertThat(q).containsExactly(1, -2);
  }

  @Test
  void isTheSameInAMirror() {
    Move move = planned(pair(1, 0), pair(0.3, 0), pair(-0.4, 0), pair(2, 1), limits(2, 4, 8));
    Move mirrored =
        planned(pair(-1, 0), pair(-0.3, 0), pair(0.4, 0), pair(-2, -1), limits(2, 4, 8));
    double[] other = new double[2];

    assertThat(mirrored.seconds()).isEqualTo(move.seconds());
    for (int step = 0; step < 50; step++) {
      move.at(step * 0.02, q, dq, ddq);
      mirrored.at(step * 0.02, other, dq, ddq);
      assertThat(other[0]).isEqualTo(-q[0]);
      assertThat(other[1]).isEqualTo(-q[1]);
    }
  }

  @Test
  void endsAllJointsTogetherWhenTheSlowestCanEnd() {
    double[] start = pair(0, 0);
    double[] velocity = pair(0.4, -0.2);
    MoveLimits limits = limits(2, 4, 8);
    double alone =
        ((Move)
                Move.plan(
                    new double[] {0},
                    new double[] {0.4},
                    new double[] {0},
                    new double[] {3},
                    new MoveLimits(new double[] {2}, new double[] {4}, new double[] {8})))
            .seconds();

    Move move = planned(start, velocity, REST, pair(3, 0.1), limits);

    move.at(move.seconds() - 1e-3, q, dq, ddq);
    assertThat(move.seconds()).isEqualTo(alone);
    assertThat(ddq[0]).isLessThan(0);
    assertThat(Math.abs(ddq[1])).isGreaterThan(0);
  }

  @Test
  void keepsJointsInStepFromRestWhereTheirLimitsLetThem() {
    Move move = planned(pair(1, -1), REST, REST, pair(3, -2), limits(2, 4, 8));

    for (int step = 1; step < 20; step++) {
      move.at(step * move.seconds() / 20, q, dq, ddq);
      assertThat((q[0] - 1) / 2).isCloseTo(-1 - q[1], within(1e-14));
    }
  }

  @Test
  void letsEachJointGoItsOwnWayFromRestWhereTheLimitsOfOneAreTooTight() {
    var limits = new MoveLimits(new double[] {2, 0.5}, new double[] {4, 4}, new double[] {8, 8});

    Move move = planned(REST, REST, REST, pair(3, 1), limits);

    move.at(move.seconds() / 2, q, dq, ddq);
    assertThat(move.seconds()).isCloseTo(2.5, within(1e-12));
    assertThat(dq[0]).isGreaterThan(1.5);
    assertThat(dq[1]).isLessThanOrEqualTo(0.5 + 1e-12);
  }

  @Test
  void bringsAVelocityBeyondItsLimitInsideAndKeepsItThere() {
    Move move = planned(REST, pair(5, 0), pair(6, 0), pair(20, 0), limits(2, 4, 8));
    double bound = Double.POSITIVE_INFINITY;

    for (int step = 0; step * 1e-3 < move.seconds(); step++) {
      move.at(step * 1e-3, q, dq, ddq);
      assertThat(dq[0]).isLessThanOrEqualTo(Math.max(bound, 2) + 1e-9);
      bound = ddq[0] < 0 ? dq[0] : bound;
    }

    assertThat(bound).isLessThanOrEqualTo(2);
  }

  @Test
  void tellsTheLowestAndTheHighestPositionOnTheWay() {
    Move move = planned(REST, pair(-1, 1), REST, pair(1, 0), limits(2, 4, 8));
    double lowest = 0;
    double highest = 0;

    for (int step = 0; step * 1e-4 < move.seconds(); step++) {
      move.at(step * 1e-4, q, dq, ddq);
      lowest = Math.min(lowest, q[0]);
      highest = Math.max(highest, q[1]);
    }

    assertThat(move.lowest(0)).isLessThan(-0.2).isCloseTo(lowest, within(1e-7));
    assertThat(move.highest(0)).isEqualTo(1);
    assertThat(move.highest(1)).isGreaterThan(0.2).isCloseTo(highest, within(1e-7));
  }

  @Test
  void allocatesNothingInACycle() {
    Move move = planned(pair(1, 2), pair(-0.5, 0.7), pair(0.2, -0.1), REST, limits(2, 4, 8));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int cycle = 0; cycle < 5_000; cycle++) {
        move.at(cycle * 1e-3, q, dq, ddq);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }
}
