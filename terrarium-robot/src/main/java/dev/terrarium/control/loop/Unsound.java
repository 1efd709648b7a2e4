package dev.terrarium.control.loop;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmState;
import org.jspecify.annotations.Nullable;

/// What an arm gives for a number and is none. Nothing is allocated where all are.
final class Unsound {
  private Unsound() {}

  /// Returns what is wrong with what every cycle needs: positions, velocities, last torques.
  static @Nullable ArmException motion(Arm arm, ArmState state) {
    ArmException wrong = joints(arm, "q", state.q);
    wrong = wrong != null ? wrong : joints(arm, "dq", state.dq);
    return wrong != null ? wrong : joints(arm, "last torque", state.lastTorque);
  }

  /// Returns what is wrong with the rest, by which a controller may compute.
  static @Nullable ArmException model(Arm arm, ArmState state) {
    ArmException wrong = joints(arm, "gravity", state.gravity);
    wrong = wrong != null ? wrong : joints(arm, "coriolis", state.coriolis);
    wrong = wrong != null ? wrong : matrix(arm, "ee", state.ee);
    wrong = wrong != null ? wrong : matrix(arm, "jacobian", state.jacobian);
    return wrong != null ? wrong : matrix(arm, "mass", state.mass);
  }

  private static @Nullable ArmException joints(Arm arm, String what, double[] numbers) {
    int wrong = first(numbers);
    return wrong < 0 ? null : gave(arm, numbers[wrong], what + " of joint " + (wrong + 1));
  }

  private static @Nullable ArmException matrix(Arm arm, String what, double[] numbers) {
    int wrong = first(numbers);
    return wrong < 0 ? null : gave(arm, numbers[wrong], "%s[%d]".formatted(what, wrong));
  }

  private static int first(double[] numbers) {
    for (int index = 0; index < numbers.length; index++) {
      if (!Double.isFinite(numbers[index])) {
        return index;
      }
    }
    return -1;
  }

  private static ArmException gave(Arm arm, double number, String what) {
    return new ArmException(
        "'%s' gave %s as %s: expected a finite number".formatted(arm.name(), number, what));
  }
}
