package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmLimits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// How hard each law pulls, and how its torques are limited. Immutable; lists have one number for
/// each joint, those of the flange six: x, y, z, then the rotation about each.
public final class Gains {
  /// One list of gains, by the name that scripts give it.
  public enum Name {
    /// Stiffness of joints, N m/rad.
    KP("kp", 80),
    /// Damping of joints, N m s/rad.
    KD("kd", 4),
    /// Integral gain of joints, N m/(rad s).
    KI("ki", 0.1),
    /// The flange's acceleration for its deviation: 1/s², the square of its natural frequency.
    EE_KP("ee_kp", 100),
    /// The flange's acceleration for its velocity: 1/s.
    EE_KD("ee_kd", 4),
    /// What draws the null space to the initial posture, N m/rad.
    NULL_KP("null_kp", 1),
    /// Damping of the null space, N m s/rad.
    NULL_KD("null_kd", 1),
    /// The largest change of a torque, N m/s.
    TORQUE_DIFF_LIMIT("torque_diff_limit", 990),
    /// The largest torque, N m.
    TORQUE_LIMIT("torque_limit", Double.POSITIVE_INFINITY);

    private final String id;
    private final double usual;

    Name(String id, double usual) {
      this.id = id;
      this.usual = usual;
    }

    /// Returns its name in scripts.
    public String id() {
      return id;
    }

    private int size(int joints) {
      return (this == EE_KP || this == EE_KD) ? 6 : joints;
    }

    private boolean isLimit() {
      return this == TORQUE_DIFF_LIMIT || this == TORQUE_LIMIT;
    }

    private boolean mayBe(double value) {
      return isLimit() ? value > 0 : (value >= 0 && value <= MOST);
    }
  }

  /// The largest gain: far beyond what an arm can use, and what comes of it is a finite torque.
  private static final double MOST = 1e6;

  private final Map<Name, double[]> lists;

  private Gains(Map<Name, double[]> lists) {
    this.lists = lists;
  }

  /// Returns the usual ones; torques are without limit.
  public static Gains usual(int joints) {
    if (joints < 1) {
      throw new IllegalArgumentException("An arm has at least one joint, not " + joints);
    }
    var lists = new EnumMap<Name, double[]>(Name.class);
    for (Name name : Name.values()) {
      double[] list = new double[name.size(joints)];
      Arrays.fill(list, name.usual);
      lists.put(name, list);
    }
    return new Gains(lists);
  }

  /// Returns the usual ones for an arm: [Name#TORQUE_LIMIT] is what it can bear.
  public static Gains usual(ArmLimits limits) {
    double[] most = new double[limits.joints()];
    for (int joint = 0; joint < most.length; joint++) {
      most[joint] = limits.torque(joint);
    }
    return usual(most.length).with(Name.TORQUE_LIMIT, most);
  }

  /// Returns the same with one list replaced.
  ///
  /// @throws IllegalArgumentException if it has another length, or a number that cannot be; says
  ///   which
  public Gains with(Name name, double... values) {
    int size = live(name).length;
    if (values.length != size) {
      throw new IllegalArgumentException(
          "%s is %d numbers, not %d".formatted(name.id, size, values.length));
    }
    for (int index = 0; index < size; index++) {
      if (!name.mayBe(values[index])) {
        throw new IllegalArgumentException(
            "%s[%d] is %s: expected a number %s"
                .formatted(
                    name.id, index, values[index], name.isLimit() ? "above 0" : "from 0 to 1e6"));
      }
    }
    var next = new EnumMap<>(lists);
    next.put(name, values.clone());
    return new Gains(next);
  }

  int joints() {
    return live(Name.KP).length;
  }

  /// Returns one gain.
  ///
  /// @param index the joint, or the direction of the flange
  public double of(Name name, int index) {
    return live(name)[index];
  }

  /// Returns a list, which is the caller's own.
  public double[] list(Name name) {
    return live(name).clone();
  }

  private double[] live(Name name) {
    return Objects.requireNonNull(lists.get(name));
  }
}
