package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.Objects;

/// What is wanted of an arm in one cycle: targets, gains and a tool. Immutable, so that a loop that
/// takes the newest never sees half of one.
///
/// Positions are rad, torques N m, poses 4×4, row-major, in the base's frame, of the tool.
public final class Setting {
  private static final double LONGEST_TOOL = 2;

  private final double[] qDesired;
  private final double[] eeDesired;
  private final double[] torque;
  private final double[] initialQ;
  private final double[] initialEe;
  private final double[] tool;
  private final Gains gains;
  private final boolean isClipped;

  private Setting(Parts parts) {
    qDesired = parts.qDesired;
    eeDesired = parts.eeDesired;
    torque = parts.torque;
    initialQ = parts.initialQ;
    initialEe = parts.initialEe;
    tool = parts.tool;
    gains = parts.gains;
    isClipped = parts.isClipped;
  }

  /// The fields while a copy with another value is made.
  private static final class Parts {
    private double[] qDesired;
    private double[] eeDesired;
    private double[] torque;
    private double[] initialQ;
    private double[] initialEe;
    private double[] tool;
    private Gains gains;
    private boolean isClipped;

    private Parts(Setting from) {
      qDesired = from.qDesired;
      eeDesired = from.eeDesired;
      torque = from.torque;
      initialQ = from.initialQ;
      initialEe = from.initialEe;
      tool = from.tool;
      gains = from.gains;
      isClipped = from.isClipped;
    }

    private Parts(int joints) {
      qDesired = new double[joints];
      eeDesired = Poses.identity();
      torque = new double[joints];
      initialQ = new double[joints];
      initialEe = Poses.identity();
      tool = Poses.identity();
      gains = Gains.usual(joints);
      isClipped = true;
    }
  }

  /// Wants an arm to stay as it stands, with the usual gains and no tool.
  public static Setting holding(ArmState state) {
    return new Setting(new Parts(state.joints)).heldAt(state);
  }

  /// Wants it to stay as it stands, with the gains and the tool of this.
  public Setting heldAt(ArmState state) {
    var parts = new Parts(this);
    parts.qDesired = state.q.clone();
    parts.initialQ = state.q.clone();
    parts.eeDesired = Poses.product(state.ee, tool);
    parts.initialEe = parts.eeDesired;
    parts.torque = new double[state.joints];
    return new Setting(parts);
  }

  /// Returns the same with other positions to reach.
  ///
  /// @param value rad
  public Setting withQDesired(double... value) {
    var parts = new Parts(this);
    parts.qDesired = finite("q_desired", value, qDesired.length);
    return new Setting(parts);
  }

  /// Returns the same with another pose to reach.
  ///
  /// @param value 4×4, row-major: a rotation and a position in m
  public Setting withEeDesired(double... value) {
    var parts = new Parts(this);
    parts.eeDesired = Poses.checked("ee_desired", value);
    return new Setting(parts);
  }

  /// Returns the same with other torques.
  ///
  /// @param value N m, without gravity
  public Setting withTorque(double... value) {
    var parts = new Parts(this);
    parts.torque = finite("torque", value, torque.length);
    return new Setting(parts);
  }

  /// Returns the same with other gains.
  ///
  /// @throws IllegalArgumentException if they are of another number of joints
  public Setting withGains(Gains value) {
    Objects.requireNonNull(value, "gains are how hard laws pull, not null");
    if (value.joints() != qDesired.length) {
      throw new IllegalArgumentException(
          "the gains are of %d joints, and the arm has %d: expected Gains.usual(%2$d) or others of as many"
              .formatted(value.joints(), qDesired.length));
    }
    var parts = new Parts(this);
    parts.gains = value;
    return new Setting(parts);
  }

  /// Returns the same with another tool.
  ///
  /// @param value the pose of the tool's point in the flange's frame, 4×4, row-major
  /// @throws IllegalArgumentException if that is no pose, or farther than 2 m from the flange
  public Setting withTool(double... value) {
    var parts = new Parts(this);
    parts.tool = Poses.checked("tool", value);
    double length = Math.hypot(Math.hypot(value[3], value[7]), value[11]);
    if (length > LONGEST_TOOL) {
      throw new IllegalArgumentException(
          "tool is %.3f m from the flange: expected %s m at most, in metres and not in millimetres"
              .formatted(length, LONGEST_TOOL));
    }
    return new Setting(parts);
  }

  /// Returns the same with torques limited or not.
  ///
  /// @param value whether torques are limited by [Gains.Name#TORQUE_DIFF_LIMIT] and
  ///   [Gains.Name#TORQUE_LIMIT]
  public Setting withClip(boolean value) {
    var parts = new Parts(this);
    parts.isClipped = value;
    return new Setting(parts);
  }

  /// Returns the position wanted of a joint.
  public double qDesired(int joint) {
    return qDesired[joint];
  }

  /// Returns a number of the pose wanted.
  ///
  /// @param index of the 4×4 matrix, row by row
  public double eeDesired(int index) {
    return eeDesired[index];
  }

  /// Returns the torque wanted of a joint.
  public double torque(int joint) {
    return torque[joint];
  }

  /// Returns where the joint stood when the law took over.
  public double initialQ(int joint) {
    return initialQ[joint];
  }

  /// Returns the tool's pose when the law took over.
  ///
  /// @param index of the 4×4 matrix, row by row
  public double initialEe(int index) {
    return initialEe[index];
  }

  /// Returns the tool's pose in the flange's frame.
  ///
  /// @param index of the 4×4 matrix, row by row
  public double tool(int index) {
    return tool[index];
  }

  /// Returns the gains.
  public Gains gains() {
    return gains;
  }

  /// Whether torques are limited by the gains' two limits.
  public boolean isClipped() {
    return isClipped;
  }

  private static double[] finite(String name, double[] value, int size) {
    if (value.length != size) {
      throw new IllegalArgumentException(
          "%s is %d numbers, one for each joint, not %d".formatted(name, size, value.length));
    }
    for (int index = 0; index < size; index++) {
      if (!Double.isFinite(value[index])) {
        throw new IllegalArgumentException(
            "%s[%d] is %s: expected a finite number".formatted(name, index, value[index]));
      }
    }
    return value.clone();
  }
}
