package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Draws the tool to a pose, and in the null space of that the joints to where they began.
///
/// With M the mass matrix, J the tool's Jacobian, x the deviation and v the velocity of the tool: Λ
/// = (J M⁻¹ Jᵀ)⁻¹, J̄ = M⁻¹ Jᵀ Λ, τ = Jᵀ Λ (ee_kp x − ee_kd v) + (I − Jᵀ J̄ᵀ)(null_kp (q₀ − q) −
/// null_kd q̇).
///
/// Without a damping both inverses become pseudo-inverses where a determinant is within 1e-2 of
/// zero, as in the reference; near a singularity the torques then have no bound. With one, Λ is
/// damped there; what the tool is not asked for any more is the null space's.
final class OperationalSpace implements Law {
  private static final double REFERENCE_LEAST = 1e-2;

  private final String name;
  private final @Nullable Damping damping;
  private final int joints;
  private final ToolFrame frame;
  private final Inverse jointInverse;
  private final Inverse taskInverse = new Inverse(6);
  private final SingularValues taskValues = new SingularValues(6);
  private final double[] inverseMass;
  private final double[] mobility = new double[36];
  private final double[] inertia = new double[36];
  private final double[] jacobianByMass;
  private final double[] acceleration = new double[6];
  private final double[] force = new double[6];
  private final double[] posture;
  private final double[] driven;
  private final double[] taken;

  OperationalSpace(String name, int joints, @Nullable Damping damping) {
    this.name = name;
    this.joints = joints;
    this.damping = damping;
    frame = new ToolFrame(joints);
    jointInverse = new Inverse(joints);
    inverseMass = new double[joints * joints];
    jacobianByMass = new double[6 * joints];
    posture = new double[joints];
    driven = new double[joints];
    taken = new double[joints];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OptionalInt joints() {
    return OptionalInt.of(joints);
  }

  @Override
  public void torques(ArmState state, Setting setting, double[] torques) {
    frame.update(state, setting);
    invert(state);
    Gains gains = setting.gains();
    for (int index = 0; index < 6; index++) {
      acceleration[index] =
          gains.of(Gains.Name.EE_KP, index) * frame.deviation[index]
              - gains.of(Gains.Name.EE_KD, index) * frame.velocity[index];
    }
    Dense.times(inertia, acceleration, force, 6, 6);
    Dense.transposedTimes(frame.jacobian, force, torques, 6, joints);
    addPosture(state, setting, torques);
  }

  private void invert(ArmState state) {
    jointInverse.of(state.mass, damping == null ? REFERENCE_LEAST : 0, inverseMass);
    Dense.product(frame.jacobian, inverseMass, jacobianByMass, 6, joints, joints);
    Dense.productWithTransposed(jacobianByMass, frame.jacobian, mobility, 6, joints, 6);
    if (damping == null) {
      taskInverse.of(mobility, REFERENCE_LEAST, inertia);
    } else {
      taskValues.decompose(mobility);
      taskValues.dampedInverse(damping, inertia);
    }
  }

  /// Adds z − Jᵀ Λᵀ J M⁻ᵀ z, where z is what draws the joints back.
  private void addPosture(ArmState state, Setting setting, double[] torques) {
    Gains gains = setting.gains();
    for (int joint = 0; joint < joints; joint++) {
      posture[joint] =
          gains.of(Gains.Name.NULL_KP, joint) * (setting.initialQ(joint) - state.q[joint])
              - gains.of(Gains.Name.NULL_KD, joint) * state.dq[joint];
    }
    Dense.transposedTimes(inverseMass, posture, driven, joints, joints);
    Dense.times(frame.jacobian, driven, acceleration, 6, joints);
    Dense.transposedTimes(inertia, acceleration, force, 6, 6);
    Dense.transposedTimes(frame.jacobian, force, taken, 6, joints);
    for (int joint = 0; joint < joints; joint++) {
      torques[joint] += posture[joint] - taken[joint];
    }
  }
}
