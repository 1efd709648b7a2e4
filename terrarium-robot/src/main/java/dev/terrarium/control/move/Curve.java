package dev.terrarium.control.move;

/// One joint's positions over time: a cubic for each stretch of constant jerk.
final class Curve {
  private final double goal;

  /// When each stretch begins, and as the last number, when all have ended.
  private final double[] begin;

  private final double[] p;
  private final double[] v;
  private final double[] a;
  private final double[] j;

  Curve(double position, double velocity, double acceleration, double goal, Jerks way) {
    this.goal = goal;
    int size = way.size();
    begin = new double[size + 1];
    p = new double[size + 1];
    v = new double[size + 1];
    a = new double[size + 1];
    j = new double[size];
    p[0] = position;
    v[0] = velocity;
    a[0] = acceleration;
    for (int index = 0; index < size; index++) {
      double t = way.seconds(index);
      j[index] = way.jerk(index);
      begin[index + 1] = begin[index] + t;
      p[index + 1] = p[index] + t * (v[index] + t * (a[index] / 2 + t * j[index] / 6));
      v[index + 1] = v[index] + t * (a[index] + t * j[index] / 2);
      a[index + 1] = way.end(index);
    }
  }

  int size() {
    return j.length;
  }

  double begin(int index) {
    return begin[index];
  }

  double position(int index) {
    return p[index];
  }

  double velocity(int index) {
    return v[index];
  }

  double acceleration(int index) {
    return a[index];
  }

  double jerk(int index) {
    return j[index];
  }

  double goal() {
    return goal;
  }

  /// Writes how the joint moves at a time: from its end on, it rests at the goal exactly.
  void at(double seconds, int joint, double[] q, double[] dq, double[] ddq) {
    int size = j.length;
    if (size == 0 || seconds >= begin[size]) {
      q[joint] = goal;
      dq[joint] = 0;
      ddq[joint] = 0;
      return;
    }
    int index = 0;
    while (seconds >= begin[index + 1]) {
      index++;
    }
    double t = seconds > begin[index] ? seconds - begin[index] : 0;
    q[joint] = p[index] + t * (v[index] + t * (a[index] / 2 + t * j[index] / 6));
    dq[joint] = v[index] + t * (a[index] + t * j[index] / 2);
    ddq[joint] = a[index] + t * j[index];
  }

  /// Returns the lowest position on the way.
  double lowest() {
    return -farthest(-1);
  }

  /// Returns the highest position on the way.
  double highest() {
    return farthest(1);
  }

  private double farthest(int sign) {
    double farthest = Math.max(sign * p[0], sign * goal);
    for (int index = 0; index < j.length; index++) {
      farthest = Math.max(farthest, sign * p[index]);
      double length = begin[index + 1] - begin[index];
      // The roots of v + a·t + j·t²/2, each without a difference of neighbours.
      double root = Math.sqrt(Math.max(0, a[index] * a[index] - 2 * j[index] * v[index]));
      double sum = -(a[index] + Math.copySign(root, a[index]));
      farthest = Math.max(farthest, sign * turning(index, sum / j[index], length));
      farthest = Math.max(farthest, sign * turning(index, 2 * v[index] / sum, length));
    }
    return farthest;
  }

  /// The position at a time within a stretch, or that of its beginning.
  private double turning(int index, double t, double length) {
    return t > 0 && t < length
        ? p[index] + t * (v[index] + t * (a[index] / 2 + t * j[index] / 6))
        : p[index];
  }
}
