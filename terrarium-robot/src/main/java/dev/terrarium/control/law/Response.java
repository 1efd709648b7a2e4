package dev.terrarium.control.law;

/// How joints answer torques: A = M⁻¹ of a mass matrix M, in memory made once.
final class Response {
  private final int joints;
  private final double[] factor;
  private final double[] inverse;
  private final double[] answers;

  Response(int joints) {
    this.joints = joints;
    factor = new double[joints * joints];
    inverse = new double[joints * joints];
    answers = new double[joints * joints];
  }

  /// Computes it; returns false if the mass matrix is none, because it is not positive.
  ///
  /// With M = L Lᵀ, A is L⁻ᵀ L⁻¹.
  boolean of(double[] mass) {
    for (int column = 0; column < joints; column++) {
      for (int row = column; row < joints; row++) {
        double sum = mass[row * joints + column];
        for (int index = 0; index < column; index++) {
          sum -= factor[row * joints + index] * factor[column * joints + index];
        }
        if (row == column && !(sum > 0)) {
          return false;
        }
        factor[row * joints + column] =
            row == column ? Math.sqrt(sum) : sum / factor[column * joints + column];
      }
    }
    for (int column = 0; column < joints; column++) {
      invert(column);
    }
    for (int row = 0; row < joints; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = 0;
        for (int index = row; index < joints; index++) {
          sum += inverse[index * joints + row] * inverse[index * joints + column];
        }
        answers[row * joints + column] = sum;
        answers[column * joints + row] = sum;
      }
    }
    return true;
  }

  /// Solves L x = e of one column, from its row on: above it x is zero.
  private void invert(int column) {
    for (int row = column; row < joints; row++) {
      double sum = row == column ? 1 : 0;
      for (int index = column; index < row; index++) {
        sum -= factor[row * joints + index] * inverse[index * joints + column];
      }
      inverse[row * joints + column] = sum / factor[row * joints + row];
    }
  }

  /// Returns what a torque of its own does to a joint, rad/s² for each N m.
  double own(int joint) {
    return answers[joint * joints + joint];
  }

  /// Adds what torques do to all joints.
  ///
  /// @param accelerations rad/s², is added to
  void add(double[] torques, double[] accelerations) {
    for (int joint = 0; joint < joints; joint++) {
      add(joint, torques[joint], accelerations);
    }
  }

  /// Adds what a torque of one joint does to all.
  ///
  /// @param accelerations rad/s², is added to
  void add(int joint, double torque, double[] accelerations) {
    for (int row = 0; row < joints; row++) {
      accelerations[row] += answers[row * joints + joint] * torque;
    }
  }
}
