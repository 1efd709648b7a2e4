package dev.terrarium.control.move;

import java.util.Arrays;

/// A list of stretches of constant jerk, one after the other.
///
/// Each also says which acceleration it ends with: an acceleration summed up would be off by a last
/// digit from 0, and a cruise of hours would square that.
final class Jerks {
  private double[] seconds = new double[8];
  private double[] jerks = new double[8];
  private double[] ends = new double[8];
  private int size;

  /// Appends a stretch; one that does not last is left out.
  ///
  /// @param end the acceleration that it ends with
  Jerks add(double duration, double jerk, double end) {
    if (duration > 0) {
      if (size == seconds.length) {
        seconds = Arrays.copyOf(seconds, 2 * size);
        jerks = Arrays.copyOf(jerks, 2 * size);
        ends = Arrays.copyOf(ends, 2 * size);
      }
      seconds[size] = duration;
      jerks[size] = jerk;
      ends[size++] = end;
    }
    return this;
  }

  /// Appends a stretch of constant velocity.
  Jerks cruise(double duration) {
    return add(duration, 0, 0);
  }

  Jerks add(Ramp ramp) {
    return beginning(ramp).add(ramp.falling(), -ramp.jerk(), 0);
  }

  /// Appends a ramp without its last stretch.
  Jerks beginning(Ramp ramp) {
    return add(ramp.rising(), ramp.jerk(), ramp.peak()).add(ramp.holding(), 0, ramp.peak());
  }

  Jerks addAll(Jerks others) {
    for (int index = 0; index < others.size; index++) {
      add(others.seconds[index], others.jerks[index], others.ends[index]);
    }
    return this;
  }

  /// Returns the same with all jerks times a factor; with -1, the same in the other direction.
  Jerks times(double factor) {
    var scaled = new Jerks();
    for (int index = 0; index < size; index++) {
      scaled.add(seconds[index], factor * jerks[index], factor * ends[index]);
    }
    return scaled;
  }

  int size() {
    return size;
  }

  double seconds(int index) {
    return seconds[index];
  }

  double jerk(int index) {
    return jerks[index];
  }

  /// The acceleration that a stretch ends with.
  double end(int index) {
    return ends[index];
  }

  double duration() {
    double sum = 0;
    for (int index = 0; index < size; index++) {
      sum += seconds[index];
    }
    return sum;
  }

  /// Returns how far it leads.
  ///
  /// @param velocity at the beginning
  /// @param acceleration at the beginning
  double distance(double velocity, double acceleration) {
    double p = 0;
    double v = velocity;
    double a = acceleration;
    for (int index = 0; index < size; index++) {
      double t = seconds[index];
      double j = jerks[index];
      p += t * (v + t * (a / 2 + t * j / 6));
      v += t * (a + t * j / 2);
      a = ends[index];
    }
    return p;
  }

  /// Returns what lies between two lists of one beginning that end at rest: at each time, the
  /// weighted mean of their jerks. The one that ends first rests on.
  ///
  /// @param acceleration at the beginning
  /// @param share the weight of the second, 0 to 1
  static Jerks between(Jerks first, Jerks second, double acceleration, double share) {
    var mean = new Jerks();
    var one = new Walk(first, acceleration);
    var two = new Walk(second, acceleration);
    while (!one.isOver() || !two.isOver()) {
      double step = Math.min(one.left, two.left);
      double jerk = (1 - share) * one.jerk() + share * two.jerk();
      one.step(step);
      two.step(step);
      mean.add(step, jerk, (1 - share) * one.acceleration + share * two.acceleration);
    }
    return mean;
  }

  /// A way along a list.
  private static final class Walk {
    private final Jerks list;
    private int index;

    /// What is left of the stretch.
    private double left;

    private double acceleration;

    private Walk(Jerks list, double acceleration) {
      this.list = list;
      this.acceleration = acceleration;
      left = isOver() ? Double.POSITIVE_INFINITY : list.seconds[0];
    }

    private boolean isOver() {
      return index == list.size;
    }

    private double jerk() {
      return isOver() ? 0 : list.jerks[index];
    }

    private void step(double seconds) {
      acceleration += seconds * jerk();
      left -= seconds;
      if (left <= 0) {
        acceleration = list.ends[index++];
        left = isOver() ? Double.POSITIVE_INFINITY : list.seconds[index];
      }
    }
  }
}
