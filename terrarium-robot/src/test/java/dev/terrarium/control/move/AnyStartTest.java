package dev.terrarium.control.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From any start a move keeps to its limits all the way, as one sees who samples it.
class AnyStartTest {
  private static final int JOINTS = 3;
  private static final int SAMPLES = 400;

  private final double[][] now = new double[3][JOINTS];
  private final double[][] next = new double[3][JOINTS];

  private static double spread(Random chance, double decades) {
    return Math.pow(10, decades * (2 * chance.nextDouble() - 1));
  }

  private static double[] limits(Random chance, double decades) {
    double[] limits = new double[JOINTS];
    for (int joint = 0; joint < JOINTS; joint++) {
      limits[joint] = spread(chance, decades);
    }
    return limits;
  }

  private static double[] positions(Random chance) {
    double[] positions = new double[JOINTS];
    for (int joint = 0; joint < JOINTS; joint++) {
      positions[joint] = chance.nextInt(5) == 0 ? 0 : chance.nextGaussian();
    }
    return positions;
  }

  /// At rest, at a limit, a rounding beside it, within it or, where that is wanted, far beyond it.
  private static double[] starts(Random chance, double[] limits, boolean beyond) {
    double[] starts = new double[JOINTS];
    for (int joint = 0; joint < JOINTS; joint++) {
      double sign = chance.nextBoolean() ? 1 : -1;
      double most = limits[joint];
      starts[joint] =
          switch (chance.nextInt(6)) {
            case 0 -> 0;
            case 1 -> sign * most;
            case 2 -> sign * most * (beyond ? 1 + 1e-12 : 1 - 1e-12);
            case 3 -> (beyond ? 3 : 0.1) * most * chance.nextGaussian();
            default -> sign * most * chance.nextDouble();
          };
    }
    return starts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsToTheLimitsOnTheWay(long seed) {
    var chance = new Random(seed);
    for (int problem = 0; problem < 300; problem++) {
      double[] velocity = limits(chance, 1);
      double[] acceleration = limits(chance, 1);
      var limits = new MoveLimits(velocity, acceleration, limits(chance, 1));
      double[] dq = starts(chance, velocity, false);
      double[] ddq = starts(chance, acceleration, false);

      Planned planned = Move.plan(positions(chance), dq, ddq, positions(chance), limits);

      if (planned instanceof Move move) {
        requireLimits(move, limits, dq, ddq);
        requireOneMotion(move, limits);
      }
    }
  }

  private void requireLimits(Move move, MoveLimits limits, double[] dq, double[] ddq) {
    for (int sample = 0; sample <= SAMPLES; sample++) {
      move.at(sample * move.seconds() / SAMPLES, now[0], now[1], now[2]);
      for (int joint = 0; joint < JOINTS; joint++) {
        double coast = dq[joint] + ddq[joint] * Math.abs(ddq[joint]) / (2 * limits.jerk(joint));
        double fastest = Math.max(Math.abs(dq[joint]), Math.abs(coast));
        double hardest = Math.max(limits.acceleration(joint), Math.abs(ddq[joint]));

        assertThat(Math.abs(now[1][joint]))
            .isLessThanOrEqualTo(Math.max(limits.velocity(joint), fastest) + 1e-9);
        assertThat(Math.abs(now[2][joint])).isLessThanOrEqualTo(hardest + 1e-9);
      }
    }
  }

  /// Position, velocity and acceleration belong together: each grows by what the next one says, and
  /// the acceleration by no more than the jerk.
  private void requireOneMotion(Move move, MoveLimits limits) {
    double step = 1e-4;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double time = sample * move.seconds() / SAMPLES;
      move.at(time, now[0], now[1], now[2]);
      move.at(time + step, next[0], next[1], next[2]);
      for (int joint = 0; joint < JOINTS; joint++) {
        double jerk = limits.jerk(joint);
        double rounding = 1e-9 + 1e-13 * Math.abs(now[0][joint]);
        assertThat(Math.abs(next[2][joint] - now[2][joint]))
            .isLessThanOrEqualTo(jerk * step + 1e-9);
        assertThat(next[1][joint])
            .isCloseTo(
                now[1][joint] + step * now[2][joint], within(jerk * step * step / 2 + rounding));
        assertThat(next[0][joint])
            .isCloseTo(
                now[0][joint] + step * (now[1][joint] + step * now[2][joint] / 2),
                within(jerk * step * step * step / 6 + rounding));
      }
    }
  }

  /// A plan that cannot be proved is an error, so that planning is the test.
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 3, 6})
  void provesEveryPlanWhateverTheSizes(double decades) {
    var chance = new Random(4);
    int moves = 0;
    for (int problem = 0; problem < 5_000; problem++) {
      double[] velocity = limits(chance, decades);
      double[] acceleration = limits(chance, decades);
      var limits = new MoveLimits(velocity, acceleration, limits(chance, decades));
      double[] q = positions(chance);
      double[] goal = problem % 4 == 0 ? q.clone() : positions(chance);

      Planned planned =
          Move.plan(
              q, starts(chance, velocity, true), starts(chance, acceleration, true), goal, limits);

      moves += planned instanceof Move ? 1 : 0;
    }
    assertThat(moves).isGreaterThan(500);
  }
}
