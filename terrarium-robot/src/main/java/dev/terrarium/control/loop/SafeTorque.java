package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;

/// The torques that bring an arm to rest: each joint's velocity, damped, within what the arm takes.
///
/// Where the arm tells a velocity that is no number, the joint's torque goes to 0.
final class SafeTorque {
  /// Slower than this a joint rests, rad/s.
  static final double REST = 0.01;

  /// So many cycles in a row it has to.
  private static final int CYCLES_OF_REST = 10;

  private final double[] damping;
  private final double[] most;
  private final double[] step;

  /// What the arm was given last.
  private final double[] last;

  private int resting;

  /// @param seconds from one cycle to the next
  SafeTorque(ArmLimits limits, SafeStop stop, double seconds) {
    int joints = limits.joints();
    damping = stop.dampingOf(limits);
    most = new double[joints];
    step = new double[joints];
    last = new double[joints];
    for (int joint = 0; joint < joints; joint++) {
      most[joint] = limits.torque(joint);
      step[joint] = limits.torqueRate(joint) * seconds;
    }
  }

  /// Keeps what the arm has been given in a cycle.
  void given(double[] torques) {
    System.arraycopy(torques, 0, last, 0, last.length);
  }

  /// Computes those of the next cycle.
  void torques(ArmState state, double[] torques) {
    boolean rests = true;
    for (int joint = 0; joint < last.length; joint++) {
      rests &= Math.abs(state.dq[joint]) < REST; // Not if it is no number.
    }
    resting = rests ? resting + 1 : 0;
    for (int joint = 0; joint < last.length; joint++) {
      double wanted = isAtRest() ? 0 : -damping[joint] * state.dq[joint];
      double finite = Double.isFinite(wanted) ? wanted : 0;
      double within = Math.max(-most[joint], Math.min(most[joint], finite));
      double change = Math.max(-step[joint], Math.min(step[joint], within - last[joint]));
      torques[joint] = last[joint] + change;
    }
  }

  /// Whether the arm has rested for some cycles.
  boolean isAtRest() {
    return resting >= CYCLES_OF_REST;
  }

  /// Whether the arm has rested for some cycles and was given no torque last.
  boolean isDone() {
    boolean done = isAtRest();
    for (int joint = 0; joint < last.length; joint++) {
      done &= last[joint] == 0;
    }
    return done;
  }

  /// Forgets everything, for another arm.
  void begin() {
    Arrays.fill(last, 0);
    resting = 0;
  }
}
