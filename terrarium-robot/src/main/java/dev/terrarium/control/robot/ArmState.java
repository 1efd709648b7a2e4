package dev.terrarium.control.robot;

/// How an arm stands in one cycle: room for the numbers, written again each cycle.
///
/// It belongs to the loop's thread; whoever else wants it reads the copies that the loop publishes.
/// Everything is in the base's frame; matrices are row-major; units are SI.
public final class ArmState {
  /// How many joints there are; `n` below.
  public final int joints;

  /// Positions, rad, `[n]`.
  public final double[] q;

  /// Velocities, rad/s, `[n]`.
  public final double[] dq;

  /// The torques that the arm took last, N m without gravity, `[n]`.
  public final double[] lastTorque;

  /// The pose of the flange, 4×4.
  public final double[] ee;

  /// The Jacobian of the flange, 6×`n`: three rows of m/s per rad/s, then three of rad/s per rad/s.
  public final double[] jacobian;

  /// The mass matrix, kg m², `n`×`n`, with the rotors'.
  public final double[] mass;

  /// What holds it against gravity, N m, `[n]`.
  public final double[] gravity;

  /// What its velocity takes, Coriolis and centrifugal, N m, `[n]`.
  public final double[] coriolis;

  /// When it was read, as [System#nanoTime] tells it.
  public long nanoTime;

  /// The reflexes that have stopped the arm, a bit for each as [Reflex#mask] has it; 0 if it moves.
  public long reflexes;

  /// The share of the last 100 cycles whose torques came in time, 0 to 1.
  public double successRate;

  public ArmState(int joints) {
    this.joints = joints;
    q = new double[joints];
    dq = new double[joints];
    lastTorque = new double[joints];
    ee = new double[16];
    jacobian = new double[6 * joints];
    mass = new double[joints * joints];
    gravity = new double[joints];
    coriolis = new double[joints];
  }

  /// Takes over every number of another state of as many joints.
  public void copyFrom(ArmState other) {
    System.arraycopy(other.q, 0, q, 0, joints);
    System.arraycopy(other.dq, 0, dq, 0, joints);
    System.arraycopy(other.lastTorque, 0, lastTorque, 0, joints);
    System.arraycopy(other.ee, 0, ee, 0, 16);
    System.arraycopy(other.jacobian, 0, jacobian, 0, 6 * joints);
    System.arraycopy(other.mass, 0, mass, 0, joints * joints);
    System.arraycopy(other.gravity, 0, gravity, 0, joints);
    System.arraycopy(other.coriolis, 0, coriolis, 0, joints);
    nanoTime = other.nanoTime;
    reflexes = other.reflexes;
    successRate = other.successRate;
  }
}
