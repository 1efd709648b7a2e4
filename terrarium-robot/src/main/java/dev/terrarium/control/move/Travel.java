package dev.terrarium.control.move;

/// One joint's way to rest at its goal: the soonest, or one that lasts as long as is wanted.
final class Travel {
  /* The mathematics. p, v, a are position, velocity and acceleration, |v| ≤ V, |a| ≤ A, and the
   * jerk is what is chosen, within ±J.
   *
   * Coasting. If a is brought to 0 at once, v ends at v* = v + a·|a|/2J. Whoever keeps |a| ≤ A and
   * |v*| ≤ V never exceeds V later. A start beyond that is first brought there by the full jerk
   * against it (`entry`); no other way is there sooner.
   *
   * The stop. The soonest ramp to v = 0 (see Ramp) leads the distance s. A goal at s is reached so.
   * Goals beyond s are looked for upwards; those before s are the same seen in a mirror.
   *
   * The soonest way, upwards. Two families, each with one parameter in which the distance grows, so
   * that a bisection finds the goal:
   *   raised(z)  where a < 0 brakes already: jerk J until a has risen by z, then the ramp to 0.
   *              z = 0 is the stop, z = −a ends at v* without acceleration.
   *   through(c) a ramp to the velocity c without acceleration, and one from there to 0, for c from
   *              max(v*, 0) to V. c = max(v*, 0) is where the first family ends.
   * Beyond c = V there is a cruise at V between the two. Near v* the distance goes with the root of
   * c − v*; that is why the bisection is over the difference, and over doubles as bits.
   *
   * A way that lasts T. What ends at rest can rest on: whoever can be there by some time can be
   * there by any later one, so the joint that is slowest alone says when all end. For a fixed T the
   * limits and the end are linear conditions, hence a weighted mean of two ways that last T is a
   * way that lasts T. Cruising at c between the ramps of through(c) leads farther the larger c is,
   * wherever their times S(c) fit into T: what a ramp of the time t lags behind c grows by t at
   * most for each unit of c, so that the distance grows by T − S at least. On [0, v*] S is concave,
   * with its top where both ramps have the same peak, and beyond it grows; so the c that fit are
   * one or two intervals, the first from 0. A distance within one is cruised; one in the gap
   * between, or above the first where there is no second, is the mean of the ways at its ends. The
   * upper end is the raised(z) that lasts T then. */

  /// In the direction of the goal: the velocity at rest of acceleration, the distance, the start.
  private final double coast;

  private final double distance;
  private final double velocity;
  private final double acceleration;

  private final Bounds bounds;
  private final Jerks entry;
  private final boolean mirrored;
  private final Jerks soonest;
  private final double seconds;

  /// @param way from the start to the goal, rad
  Travel(double way, double startVelocity, double startAcceleration, Bounds bounds) {
    this.bounds = bounds;
    entry = entry(startVelocity, startAcceleration, bounds);
    double v = startVelocity;
    double a = startAcceleration;
    for (int index = 0; index < entry.size(); index++) {
      double t = entry.seconds(index);
      v += t * (a + t * entry.jerk(index) / 2);
      a = entry.end(index);
    }
    double left = way - entry.distance(startVelocity, startAcceleration);
    double free = coast(v, a, bounds.jerk());
    mirrored = left < new Jerks().add(Ramp.of(a, -free, bounds)).distance(v, a);
    double sign = mirrored ? -1 : 1;
    velocity = sign * v;
    acceleration = sign * a;
    distance = sign * left;
    coast = sign * free;
    soonest = soonest();
    seconds = soonest.duration();
  }

  private static double coast(double v, double a, double jerk) {
    return v + a * Math.abs(a) / (2 * jerk);
  }

  /// What brings a start to where limits can be kept from then on.
  private static Jerks entry(double velocity, double acceleration, Bounds bounds) {
    var entry = new Jerks();
    double a = Math.clamp(acceleration, -bounds.acceleration(), bounds.acceleration());
    double t = Math.abs(acceleration - a) / bounds.jerk();
    entry.add(t, -Math.signum(acceleration) * bounds.jerk(), a);
    double free = coast(velocity + t * (acceleration + a) / 2, a, bounds.jerk());
    double excess = free - Math.clamp(free, -bounds.velocity(), bounds.velocity());
    return excess == 0 ? entry : entry.beginning(Ramp.of(a, -excess, bounds));
  }

  /// Returns how long the soonest way takes.
  double seconds() {
    return entry.duration() + seconds;
  }

  /// Returns the soonest way.
  Jerks shortest() {
    return whole(soonest);
  }

  /// Returns a way that takes this long; it must be as long as the soonest.
  Jerks lasting(double time) {
    double rest = time - entry.duration();
    return whole(rest > seconds ? stretched(rest) : soonest);
  }

  private Jerks whole(Jerks rest) {
    return new Jerks().addAll(entry).addAll(mirrored ? rest.times(-1) : rest);
  }

  private Jerks soonest() {
    if (coast > 0 && acceleration < 0 && reach(raised(-acceleration)) >= distance) {
      return raised(Bisection.largest(0, -acceleration, rise -> reach(raised(rise)) < distance));
    }
    double most = Math.max(0, coast > 0 ? bounds.velocity() - coast : bounds.velocity());
    double above = Bisection.largest(0, most, it -> reach(above(it, 0)) < distance);
    double left = above < most ? 0 : distance - reach(above(most, 0));
    return above(above, Math.max(0, left) / bounds.velocity());
  }

  private double reach(Jerks way) {
    return way.distance(velocity, acceleration);
  }

  private Jerks raised(double rise) {
    return new Jerks()
        .add(rise / bounds.jerk(), bounds.jerk(), acceleration + rise)
        .add(Ramp.of(acceleration + rise, -coast, bounds));
  }

  /// @param more how much faster the cruise is than coasting, or than standing
  private Jerks above(double more, double cruise) {
    return coast > 0 ? through(more, coast + more, cruise) : through(more - coast, more, cruise);
  }

  private Jerks through(double change, double speed, double cruise) {
    return new Jerks()
        .add(Ramp.of(acceleration, change, bounds))
        .cruise(cruise)
        .add(Ramp.of(0, -speed, bounds));
  }

  /// What is left of a time beside the ramps to a speed and from there to rest.
  private double spare(double speed, double time) {
    return time
        - Ramp.of(acceleration, speed - coast, bounds).seconds()
        - Ramp.of(0, -speed, bounds).seconds();
  }

  private Jerks cruising(double speed, double time) {
    return through(speed - coast, speed, spare(speed, time));
  }

  /// A way that lasts a time; longer than the soonest.
  private Jerks stretched(double time) {
    double top = Math.max(coast, 0);
    double braked = Math.min(acceleration, 0);
    double worst = Math.clamp((coast + braked * braked / bounds.jerk()) / 2, 0, top);
    if (coast <= 0 || spare(worst, time) >= 0) {
      return cruise(0, fastest(top, time), time);
    }
    double slow = Bisection.largest(0, worst, speed -> spare(speed, time) >= 0);
    if (reach(cruising(slow, time)) >= distance) {
      return cruise(0, slow, time);
    }
    Jerks upper;
    if (spare(top, time) >= 0) {
      double fast = Bisection.largest(worst, top, speed -> spare(speed, time) < 0);
      fast = Math.min(top, Math.nextUp(fast));
      upper = cruising(fast, time);
      if (reach(upper) <= distance) {
        return cruise(fast, fastest(top, time), time);
      }
    } else {
      upper = raised(Bisection.largest(0, -acceleration, rise -> raised(rise).duration() <= time));
    }
    return mean(cruising(slow, time), upper);
  }

  private double fastest(double top, double time) {
    return Bisection.largest(
        top, Math.max(top, bounds.velocity()), speed -> spare(speed, time) >= 0);
  }

  private Jerks cruise(double from, double to, double time) {
    return cruising(
        Bisection.largest(from, to, speed -> reach(cruising(speed, time)) < distance), time);
  }

  private Jerks mean(Jerks lower, Jerks upper) {
    double low = reach(lower);
    double high = reach(upper);
    double share = high > low ? (distance - low) / (high - low) : 0;
    return Jerks.between(lower, upper, acceleration, Math.clamp(share, 0, 1));
  }
}
