package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;
import java.util.List;

/// The laws that come with the loop. Each call makes a new one, which one loop may use.
public final class Laws {
  private static final List<String> NAMES =
      List.of("impedance", "pid", "osc", "osc_damped", "torque", "gravity");

  private Laws() {}

  /// Returns the names that [#named] knows.
  public static List<String> names() {
    return NAMES;
  }

  /// Makes a law by its name in scripts.
  ///
  /// @param joints how many joints the arm has
  /// @throws IllegalArgumentException if there is none of that name; lists those that there are
  public static Law named(String name, int joints) {
    return switch (name) {
      case "impedance" -> impedance();
      case "pid" -> pid(joints);
      case "osc" -> operationalSpace(joints);
      case "osc_damped" -> operationalSpace(joints, Damping.usual());
      case "torque" -> torque();
      case "gravity" -> gravityCompensation();
      default ->
          throw new IllegalArgumentException(
              "there is no law '%s': expected one of %s".formatted(name, String.join(", ", NAMES)));
    };
  }

  /// Makes `impedance`: τ = kp (q_desired − q) − kd q̇.
  public static Law impedance() {
    return Law.of("impedance", Laws::impedance);
  }

  /// Makes `pid`: the same and ki ∫(q_desired − q) dt, which is kept within ±10 rad s and begins at
  /// 0 when the law takes over.
  ///
  /// @param joints how many joints the arm has
  public static Law pid(int joints) {
    return new Pid(checked(joints));
  }

  /// Makes `osc`: the tool is drawn to `ee_desired`, the joints, as far as that leaves them free,
  /// to where they began. Computed as the reference does, without a bound near singularities.
  ///
  /// @param joints how many joints the arm has
  public static Law operationalSpace(int joints) {
    return new OperationalSpace("osc", checked(joints), null);
  }

  /// Makes `osc_damped`: the same, which gives way near singularities.
  ///
  /// @param joints how many joints the arm has
  public static Law operationalSpace(int joints, Damping damping) {
    return new OperationalSpace("osc_damped", checked(joints), damping);
  }

  /// Makes `torque`: the torques that the setting wants.
  public static Law torque() {
    return new RuledLaw("torque", Laws::torque, Clip.NONE);
  }

  /// Makes `gravity`: no torque, so that the arm, which bears its own weight, can be led by hand.
  public static Law gravityCompensation() {
    return Law.of("gravity", (_, _, torques) -> Arrays.fill(torques, 0));
  }

  private static void impedance(ArmState state, Setting setting, double[] torques) {
    Gains gains = setting.gains();
    for (int joint = 0; joint < torques.length; joint++) {
      torques[joint] =
          (setting.qDesired(joint) - state.q[joint]) * gains.of(Gains.Name.KP, joint)
              - state.dq[joint] * gains.of(Gains.Name.KD, joint);
    }
  }

  private static void torque(ArmState state, Setting setting, double[] torques) {
    for (int joint = 0; joint < torques.length; joint++) {
      torques[joint] = setting.torque(joint);
    }
  }

  private static int checked(int joints) {
    if (joints < 1) {
      throw new IllegalArgumentException("An arm has at least one joint, not " + joints);
    }
    return joints;
  }
}
