package dev.terrarium.control.robot;

/// How an arm's joints place its flange; for one thread at a time, which is not the loop's.
@FunctionalInterface
public interface Kinematics {
  /// Computes the flange's pose and how it moves.
  ///
  /// @param q rad, one for each of n joints
  /// @param ee written: the pose in the base's frame, 4×4, row-major
  /// @param jacobian written: 6×n, row-major; three rows of m/rad, then three of rad/rad
  void at(double[] q, double[] ee, double[] jacobian);
}
