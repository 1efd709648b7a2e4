package dev.terrarium.control.law;

import dev.terrarium.control.robot.ArmState;

/// The tool's pose, Jacobian and velocity in one cycle, in memory made once.
///
/// The tool is fixed to the flange: its point moves with v + ω × r, where r leads from the flange
/// to it.
final class ToolFrame {
  private final int joints;
  private final double[] tool = new double[16];
  private final Turn turn = new Turn();
  private final double[] wanted = new double[16];

  /// 4×4, in the base's frame.
  final double[] pose = new double[16];

  /// 6×n, as [ArmState#jacobian] of the tool's point.
  final double[] jacobian;

  /// m/s, then rad/s.
  final double[] velocity = new double[6];

  /// From the pose to the one wanted: m, then the rotation vector, rad.
  final double[] deviation = new double[6];

  ToolFrame(int joints) {
    this.joints = joints;
    jacobian = new double[6 * joints];
  }

  void update(ArmState state, Setting setting) {
    for (int index = 0; index < 16; index++) {
      tool[index] = setting.tool(index);
      wanted[index] = setting.eeDesired(index);
    }
    Dense.product(state.ee, tool, pose, 4, 4, 4);
    double x = pose[3] - state.ee[3];
    double y = pose[7] - state.ee[7];
    double z = pose[11] - state.ee[11];
    System.arraycopy(state.jacobian, 0, jacobian, 0, 6 * joints);
    for (int joint = 0; joint < joints; joint++) {
      double alpha = jacobian[3 * joints + joint];
      double beta = jacobian[4 * joints + joint];
      double gamma = jacobian[5 * joints + joint];
      jacobian[joint] += beta * z - gamma * y;
      jacobian[joints + joint] += gamma * x - alpha * z;
      jacobian[2 * joints + joint] += alpha * y - beta * x;
    }
    Dense.times(jacobian, state.dq, velocity, 6, joints);
    deviation[0] = wanted[3] - pose[3];
    deviation[1] = wanted[7] - pose[7];
    deviation[2] = wanted[11] - pose[11];
    turn.between(pose, wanted, deviation, 3);
  }
}
