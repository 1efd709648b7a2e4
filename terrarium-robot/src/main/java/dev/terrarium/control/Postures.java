package dev.terrarium.control;

import dev.terrarium.control.law.Setting;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.Kinematics;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Looks for joints' positions that bring the flange to a pose, and refuses a pose for which there
/// seem to be none.
///
/// From a posture it goes by damped least squares with joints that stop at their ends, first from
/// where the arm stands, then from postures by chance, always the same ones. It ends with the first
/// that gets there, or after a fixed number of steps. So it is no proof: of 2,000 poses of a
/// Franka, each reached by some posture, none was refused.
///
/// Any thread, one after the other; never the loop's.
final class Postures {
  /// A pose that is missed by less is not refused: laws lead as near as the arm comes.
  private static final double NEAR_METRES = 5e-3;

  private static final double NEAR_RADIANS = 0.05;

  /// What a radian counts beside a metre.
  private static final double METRES_PER_RADIAN = 0.1;

  private static final int STARTS = 40;
  private static final int STEPS = 60;
  private static final double LONGEST_STEP = 0.5;

  /// A descent ends after so many steps in a row none of which misses by 1 % less.
  private static final int IDLE = 8;

  private static final double PROGRESS = 0.99;

  private final Kinematics kinematics;
  private final ArmLimits limits;
  private final int joints;
  private final double[] ee = new double[16];
  private final double[] jacobian;
  private final double[] error = new double[6];

  Postures(Kinematics kinematics, ArmLimits limits) {
    this.kinematics = kinematics;
    this.limits = limits;
    joints = limits.joints();
    jacobian = new double[6 * joints];
  }

  /// How far a posture's pose is from the one that is wanted.
  record Miss(double metres, double radians) {
    double size() {
      return metres + METRES_PER_RADIAN * radians;
    }

    boolean isNear() {
      return metres <= NEAR_METRES && radians <= NEAR_RADIANS;
    }
  }

  /// Refuses a pose that no posture is found for.
  ///
  /// @param q where the arm stands, rad
  /// @throws IllegalArgumentException if there is none; says how near the arm comes
  void require(Setting aimed, double[] q) {
    Miss nearest = nearest(flange(aimed), q);
    if (!nearest.isNear()) {
      throw new IllegalArgumentException(
          "ee_desired is within the arm's reach, and its joints do not get there: the nearest posture found is %.3f m and %.2f rad off; expected a pose that one gets to within %s m and %s rad"
              .formatted(nearest.metres(), nearest.radians(), NEAR_METRES, NEAR_RADIANS));
    }
  }

  /// Returns how near the arm comes to a pose of its flange.
  synchronized Miss nearest(double[] pose, double[] from) {
    var random = new SplittableRandom(joints);
    double[] q = from.clone();
    Miss nearest = descend(q, pose);
    for (int start = 1; start < STARTS && !nearest.isNear(); start++) {
      for (int joint = 0; joint < joints; joint++) {
        q[joint] = random.nextDouble(limits.lower(joint), limits.upper(joint));
      }
      Miss miss = descend(q, pose);
      nearest = miss.size() < nearest.size() ? miss : nearest;
    }
    return nearest;
  }

  /// The flange's pose where the tool's point is at the one that is wanted: without the tool.
  private static double[] flange(Setting aimed) {
    double[] pose = new double[16];
    pose[15] = 1;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int index = 0; index < 3; index++) {
          pose[4 * row + column] +=
              aimed.eeDesired(4 * row + index) * aimed.tool(4 * column + index);
        }
      }
      pose[4 * row + 3] = aimed.eeDesired(4 * row + 3);
      for (int index = 0; index < 3; index++) {
        pose[4 * row + 3] -= pose[4 * row + index] * aimed.tool(4 * index + 3);
      }
    }
    return pose;
  }

  private Miss descend(double[] q, double[] pose) {
    double damping = 0.01;
    Miss miss = look(q, pose);
    int idle = 0;
    for (int step = 0; step < STEPS && !miss.isNear() && idle < IDLE; step++) {
      double[] next = next(q, damping);
      Miss there = look(next, pose);
      idle = there.size() < PROGRESS * miss.size() ? 0 : idle + 1;
      if (there.size() < miss.size()) {
        System.arraycopy(next, 0, q, 0, joints);
        miss = there;
        damping = Math.max(1e-6, damping / 4);
      } else {
        damping *= 8;
        var _ = look(q, pose);
      }
    }
    return miss;
  }

  /// Evaluates a posture; leaves its Jacobian and what it misses by.
  private Miss look(double[] q, double[] pose) {
    kinematics.at(q, ee, jacobian);
    double trace = 0;
    Arrays.fill(error, 0);
    for (int axis = 0; axis < 3; axis++) {
      error[axis] = pose[4 * axis + 3] - ee[4 * axis + 3];
      int next = (axis + 1) % 3;
      int last = (axis + 2) % 3;
      for (int column = 0; column < 3; column++) {
        trace += ee[4 * axis + column] * pose[4 * axis + column];
        error[3 + axis] +=
            ee[4 * next + column] * pose[4 * last + column]
                - ee[4 * last + column] * pose[4 * next + column];
      }
    }
    double metres = length(0);
    double radians = Math.acos(Math.clamp((trace - 1) / 2, -1, 1));
    double sine = length(3);
    for (int axis = 3; axis < 6; axis++) {
      error[axis] *= sine > 1e-9 ? radians / sine : 0;
    }
    return new Miss(metres, radians);
  }

  private double length(int from) {
    return Math.hypot(Math.hypot(error[from], error[from + 1]), error[from + 2]);
  }

  /// A step from q: Δq = Jᵀ (J Jᵀ + λ)⁻¹ e of the joints that are free; one that would leave its
  /// range from an end of it is not, and the others make up for it.
  private double[] next(double[] q, double damping) {
    boolean[] isHeld = new boolean[joints];
    double[] step = step(isHeld, damping);
    for (int joint = 0; joint < joints; joint++) {
      boolean isAtEnd =
          step[joint] > 0 ? q[joint] >= limits.upper(joint) : q[joint] <= limits.lower(joint);
      isHeld[joint] = isAtEnd && step[joint] != 0;
    }
    step = step(isHeld, damping);
    double longest = Arrays.stream(step).map(Math::abs).max().orElse(0);
    double share = Math.min(1, LONGEST_STEP / longest);
    double[] next = new double[joints];
    for (int joint = 0; joint < joints; joint++) {
      next[joint] =
          Math.clamp(q[joint] + share * step[joint], limits.lower(joint), limits.upper(joint));
    }
    return next;
  }

  private double[] step(boolean[] isHeld, double damping) {
    double[][] rows = new double[6][7];
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        rows[row][column] = row == column ? damping : 0;
        for (int joint = 0; joint < joints; joint++) {
          rows[row][column] +=
              isHeld[joint]
                  ? 0
                  : jacobian[row * joints + joint] * jacobian[column * joints + joint];
        }
      }
      rows[row][6] = error[row];
    }
    eliminate(rows);
    double[] step = new double[joints];
    for (int joint = 0; joint < joints; joint++) {
      for (int row = 0; row < 6 && !isHeld[joint]; row++) {
        step[joint] += jacobian[row * joints + joint] * rows[row][6] / rows[row][row];
      }
    }
    return step;
  }

  /// Solves a system whose matrix is positive, so that no row has to change its place.
  private static void eliminate(double[][] rows) {
    for (int pivot = 0; pivot < 6; pivot++) {
      for (int row = 0; row < 6; row++) {
        double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
        for (int column = pivot; column < 7; column++) {
          rows[row][column] -= factor * rows[pivot][column];
        }
      }
    }
  }
}
