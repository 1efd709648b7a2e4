package dev.terrarium.control.move;

/// The soonest change of a velocity that ends without acceleration: a stretch of jerk, one of
/// constant acceleration, and one of jerk the other way.
///
/// @param jerk of the first stretch, rad/s³; the last has its negative
/// @param peak the acceleration between them, rad/s²
/// @param rising s
/// @param holding s
/// @param falling s
record Ramp(double jerk, double peak, double rising, double holding, double falling) {
  /// Finds it.
  ///
  /// A change by no more than what the acceleration takes to end needs one stretch; `change` counts
  /// from there. With the peak p of the acceleration, seen in the direction of the change, J·change
  /// = p² − max(a, 0)², and what p lacks because of its limit is held out.
  ///
  /// @param acceleration at the beginning, within the limits
  /// @param change how far the velocity ends from where it would if the acceleration were brought
  ///   to 0 at once, rad/s
  static Ramp of(double acceleration, double change, Bounds bounds) {
    double sign = change >= 0 ? 1 : -1;
    double begun = sign * acceleration;
    double jerk = bounds.jerk();
    double most = bounds.acceleration();
    double gain = sign * change;
    double base = Math.max(begun, 0);
    double peak = Math.sqrt(jerk * gain + base * base);
    if (peak > most) {
      double held = (gain - (most - base) * (most + base) / jerk) / most;
      double rising = Math.max(0, most - begun) / jerk;
      return new Ramp(sign * jerk, sign * most, rising, Math.max(0, held), most / jerk);
    }
    // (peak − begun) / jerk, without the difference of neighbours
    double rising = begun > 0 ? gain / (peak + begun) : (peak - begun) / jerk;
    return new Ramp(sign * jerk, sign * peak, rising, 0, peak / jerk);
  }

  double seconds() {
    return rising + holding + falling;
  }
}
