package dev.terrarium.control.sim;

/// How fast a joint may turn, by where it stands: slower towards its ends.
///
/// @param most rad/s, anywhere
/// @param offset rad/s, what is taken off near an end
/// @param slope rad/s², twice the deceleration that is kept in reserve
/// @param lower where it must have stopped, rad
/// @param upper where it must have stopped, rad
record SpeedLimit(double most, double offset, double slope, double lower, double upper) {

  static SpeedLimit everywhere(double most) {
    return new SpeedLimit(
        most, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /// Returns the largest velocity, 0 or more.
  double upper(double q) {
    return towards(upper - q);
  }

  /// Returns the smallest velocity, 0 or less.
  double lower(double q) {
    return -towards(q - lower);
  }

  private double towards(double left) {
    return Math.min(most, Math.max(0, Math.sqrt(slope * Math.max(0, left)) - offset));
  }
}
