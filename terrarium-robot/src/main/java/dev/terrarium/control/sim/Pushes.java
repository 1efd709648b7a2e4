package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What somebody does to an arm while it moves. Any thread may push; the arm's own takes the newest
/// push at a cycle, and allocates nothing.
final class Pushes {
  private static final class Push {
    final double[] torques;
    final double[] force;
    final int cycles;

    Push(double[] torques, double[] force, int cycles) {
      this.torques = torques;
      this.force = force;
      this.cycles = cycles;
    }
  }

  private final AtomicReference<@Nullable Push> next = new AtomicReference<>();
  private final double[] torques;
  private final double[] force = new double[3];
  private final double[] total;
  private int left;

  Pushes(int joints) {
    torques = new double[joints];
    total = new double[joints];
  }

  /// @param torques N m for each joint, and is kept
  /// @param force N at the flange, in the base's frame, and is kept
  void push(double[] torques, double[] force, int cycles) {
    next.set(new Push(torques, force, cycles));
  }

  /// Forgets all of them.
  void end() {
    next.set(null);
    left = 0;
  }

  /// Returns the torques of this cycle; the array is this object's own.
  double[] now(ArmState state) {
    Push newest = next.get();
    if (newest != null) {
      next.compareAndSet(newest, null);
      System.arraycopy(newest.torques, 0, torques, 0, torques.length);
      System.arraycopy(newest.force, 0, force, 0, 3);
      left = newest.cycles;
    }
    if (left <= 0) {
      Arrays.fill(torques, 0);
      Arrays.fill(force, 0);
    }
    left = Math.max(0, left - 1);
    int joints = torques.length;
    for (int joint = 0; joint < joints; joint++) {
      total[joint] = torques[joint];
      for (int row = 0; row < 3; row++) {
        total[joint] += state.jacobian[row * joints + joint] * force[row];
      }
    }
    return total;
  }

  /// Returns the force of this cycle; the array is this object's own.
  double[] force() {
    return force;
  }
}
