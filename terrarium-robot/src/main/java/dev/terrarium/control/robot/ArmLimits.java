package dev.terrarium.control.robot;

/// What an arm's joints can bear; each list has one number for each joint.
///
/// Arrays are the receiver's own: they are copied in, and copied out.
public final class ArmLimits {
  private final double[] lower;
  private final double[] upper;
  private final double[] velocity;
  private final double[] endSlope;
  private final double[] endOffset;
  private final double[] acceleration;
  private final double[] jerk;
  private final double[] torque;
  private final double[] torqueRate;
  private final double shoulder;
  private final double reach;

  private ArmLimits(Builder builder) {
    lower = builder.lower;
    upper = builder.upper;
    velocity = builder.velocity;
    endSlope = builder.endSlope;
    endOffset = builder.endOffset;
    acceleration = builder.acceleration;
    jerk = builder.jerk;
    torque = builder.torque;
    torqueRate = builder.torqueRate;
    shoulder = builder.shoulder;
    reach = builder.reach;
  }

  /// Begins the limits of an arm with this range of positions.
  ///
  /// @param lower rad
  /// @param upper rad
  public static Builder between(double[] lower, double[] upper) {
    return new Builder(lower, upper);
  }

  /// Returns how many joints there are.
  public int joints() {
    return lower.length;
  }

  /// Returns the smallest position of a joint, rad.
  public double lower(int joint) {
    return lower[joint];
  }

  /// Returns the largest position of a joint, rad.
  public double upper(int joint) {
    return upper[joint];
  }

  /// Returns the largest speed of a joint, rad/s.
  public double velocity(int joint) {
    return velocity[joint];
  }

  /// Returns the largest speed at which a joint may move upwards where it stands, rad/s.
  ///
  /// @param q rad
  public double velocityUp(int joint, double q) {
    return towardsEnd(joint, upper[joint] - q);
  }

  /// Returns the largest speed at which a joint may move downwards where it stands, rad/s.
  ///
  /// @param q rad
  public double velocityDown(int joint, double q) {
    return towardsEnd(joint, q - lower[joint]);
  }

  private double towardsEnd(int joint, double room) {
    double speed = Math.sqrt(endSlope[joint] * Math.max(0, room)) - endOffset[joint];
    return room > 0 ? Math.max(0, Math.min(velocity[joint], speed)) : 0;
  }

  /// Returns the largest acceleration of a joint, rad/s².
  public double acceleration(int joint) {
    return acceleration[joint];
  }

  /// Returns the largest jerk of a joint, rad/s³.
  public double jerk(int joint) {
    return jerk[joint];
  }

  /// Returns the largest torque of a joint, N m.
  public double torque(int joint) {
    return torque[joint];
  }

  /// Returns the largest change of a joint's torque, N m/s.
  public double torqueRate(int joint) {
    return torqueRate[joint];
  }

  /// Returns how high above the base's origin the shoulder is, m.
  public double shoulder() {
    return shoulder;
  }

  /// Returns how far from the shoulder the flange can be at most, m.
  public double reach() {
    return reach;
  }

  /// Collects limits; what is not said is without limit.
  public static final class Builder {
    private final double[] lower;
    private final double[] upper;
    private double[] velocity;
    private double[] endSlope;
    private double[] endOffset;
    private double[] acceleration;
    private double[] jerk;
    private double[] torque;
    private double[] torqueRate;
    private double shoulder;
    private double reach = Double.POSITIVE_INFINITY;

    private Builder(double[] lower, double[] upper) {
      if (lower.length == 0) {
        throw new IllegalArgumentException("An arm has at least one joint, not 0");
      }
      this.lower = lower.clone();
      this.upper = checked("upper positions", upper, lower.length);
      for (int joint = 0; joint < lower.length; joint++) {
        if (!(lower[joint] < upper[joint])) {
          throw new IllegalArgumentException(
              "joint %d lies between %s and %s rad: the first must be the smaller"
                  .formatted(joint + 1, lower[joint], upper[joint]));
        }
      }
      velocity = endless(lower.length);
      endSlope = endless(lower.length);
      endOffset = new double[lower.length];
      acceleration = endless(lower.length);
      jerk = endless(lower.length);
      torque = endless(lower.length);
      torqueRate = endless(lower.length);
    }

    /// Sets the largest speeds.
    ///
    /// @param most rad/s
    public Builder velocity(double... most) {
      velocity = positive("velocities", most);
      return this;
    }

    /// Sets how speeds fall towards the ends of the range: with d rad to go, a joint may move at
    /// √(slope d) − offset, if that is less than its largest speed.
    ///
    /// @param slope rad/s²; twice the deceleration that this asks for
    /// @param offset rad/s, 0 or more
    public Builder velocityTowardsEnds(double[] slope, double[] offset) {
      endSlope = positive("slopes towards the ends", slope);
      endOffset = checked("offsets towards the ends", offset, lower.length);
      for (int joint = 0; joint < offset.length; joint++) {
        if (!(offset[joint] >= 0)) {
          throw new IllegalArgumentException(
              "the offset towards the ends of joint %d must be 0 or more, and is %s"
                  .formatted(joint + 1, offset[joint]));
        }
      }
      return this;
    }

    /// Sets the largest accelerations.
    ///
    /// @param most rad/s²
    public Builder acceleration(double... most) {
      acceleration = positive("accelerations", most);
      return this;
    }

    /// Sets the largest jerks.
    ///
    /// @param most rad/s³
    public Builder jerk(double... most) {
      jerk = positive("jerks", most);
      return this;
    }

    /// Sets the largest torques.
    ///
    /// @param most N m
    public Builder torque(double... most) {
      torque = positive("torques", most);
      return this;
    }

    /// Sets the largest changes of torques.
    ///
    /// @param most N m/s
    public Builder torqueRate(double... most) {
      torqueRate = positive("rates of torques", most);
      return this;
    }

    /// Sets how far the flange gets.
    ///
    /// @param shoulder how high above the base's origin the shoulder is, m
    /// @param most how far from there the flange can be at most, m
    public Builder reach(double shoulder, double most) {
      if (!(Double.isFinite(shoulder) && most > 0)) {
        throw new IllegalArgumentException(
            "the reach is %s m from a shoulder %s m above the base: expected more than 0, and a finite height"
                .formatted(most, shoulder));
      }
      this.shoulder = shoulder;
      reach = most;
      return this;
    }

    /// Makes the limits.
    public ArmLimits build() {
      return new ArmLimits(this);
    }

    private double[] positive(String what, double[] given) {
      double[] limits = checked(what, given, lower.length);
      for (int joint = 0; joint < limits.length; joint++) {
        if (!(limits[joint] > 0)) {
          throw new IllegalArgumentException(
              "the limit of %s of joint %d must be above 0, and is %s"
                  .formatted(what, joint + 1, limits[joint]));
        }
      }
      return limits;
    }

    private static double[] checked(String what, double[] given, int joints) {
      if (given.length != joints) {
        throw new IllegalArgumentException(
            "%d %s are given for %d joints".formatted(given.length, what, joints));
      }
      return given.clone();
    }

    private static double[] endless(int joints) {
      double[] limits = new double[joints];
      java.util.Arrays.fill(limits, Double.POSITIVE_INFINITY);
      return limits;
    }
  }
}
