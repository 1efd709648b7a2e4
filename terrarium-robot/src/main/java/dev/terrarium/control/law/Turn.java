package dev.terrarium.control.law;

/// Finds the rotation that turns one pose into another, in memory made once.
///
/// Both rotations become unit quaternions (x, y, z, w), from the largest of the four numbers that
/// the matrix gives, which is exact to rounding at every angle. Their quotient becomes a rotation
/// vector: its direction is the axis, its length the angle from 0 to π. That is how SciPy's
/// `Rotation` computes it; a turn of π, whose axis has two directions, ends as it ends there.
final class Turn {
  /// Up to this angle a series replaces the quotient of angle and sine.
  private static final double SMALL = 1e-3;

  private final double[] from = new double[4];
  private final double[] to = new double[4];

  /// Writes the rotation vector of to · fromᵀ, rad, in the frame that both poses are in.
  ///
  /// @param from 4×4, row-major
  /// @param to 4×4, row-major
  /// @param into gets three numbers from `offset` on
  void between(double[] from, double[] to, double[] into, int offset) {
    quaternion(from, this.from);
    quaternion(to, this.to);
    double[] p = this.to;
    double[] q = this.from;
    double x = -p[3] * q[0] + q[3] * p[0] - (p[1] * q[2] - p[2] * q[1]);
    double y = -p[3] * q[1] + q[3] * p[1] - (p[2] * q[0] - p[0] * q[2]);
    double z = -p[3] * q[2] + q[3] * p[2] - (p[0] * q[1] - p[1] * q[0]);
    double w = p[3] * q[3] + p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
    double sign = w < 0 ? -1 : 1;
    double angle = 2 * Math.atan2(Math.sqrt(x * x + y * y + z * z), sign * w);
    double scale = sign * scale(angle);
    into[offset] = scale * x;
    into[offset + 1] = scale * y;
    into[offset + 2] = scale * z;
  }

  private static double scale(double angle) {
    if (angle <= SMALL) {
      double square = angle * angle;
      return 2 + square / 12 + 7 * square * square / 2880;
    }
    return angle / Math.sin(angle / 2);
  }

  private static void quaternion(double[] pose, double[] into) {
    double trace = pose[0] + pose[5] + pose[10];
    int largest = 3;
    double most = trace;
    for (int axis = 2; axis >= 0; axis--) {
      if (pose[5 * axis] >= most) {
        largest = axis;
        most = pose[5 * axis];
      }
    }
    if (largest == 3) {
      into[0] = pose[9] - pose[6];
      into[1] = pose[2] - pose[8];
      into[2] = pose[4] - pose[1];
      into[3] = 1 + trace;
    } else {
      int i = largest;
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      into[i] = 1 - trace + 2 * pose[5 * i];
      into[j] = pose[4 * j + i] + pose[4 * i + j];
      into[k] = pose[4 * k + i] + pose[4 * i + k];
      into[3] = pose[4 * k + j] - pose[4 * j + k];
    }
    double length = 0;
    for (double part : into) {
      length += part * part;
    }
    length = Math.sqrt(length);
    for (int index = 0; index < 4; index++) {
      into[index] /= length;
    }
  }
}
