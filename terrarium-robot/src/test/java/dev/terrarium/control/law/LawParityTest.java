package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.PythonProgram;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The laws beside the same formulas in NumPy, over 300 cycles of an arm that they drive.
///
/// NumPy gets the state and the setting of each cycle, and has an integral of its own.
class LawParityTest {
  private static final int JOINTS = PointMassArm.JOINTS;
  private static final int CYCLES = 300;
  private static final int DOUBLES = 21 + 16 + 42 + 49 + 7 + 16 + 7 + 7 + 16;
  private static final double[] TORQUE_LIMIT = {87, 87, 87, 87, 12, 12, 12};

  /// The formulas, written for this test.
  private static final String NUMPY =
      """
      import sys
      import numpy as np

      law, clip, source, target = sys.argv[1], sys.argv[2] == "true", sys.argv[3], sys.argv[4]
      SHAPES = [(7,), (7,), (7,), (4, 4), (6, 7), (7, 7), (7,), (4, 4), (7,), (7,), (4, 4)]
      RATE = 990.0
      LIMIT = np.array([87.0, 87.0, 87.0, 87.0, 12.0, 12.0, 12.0])
      gathered = np.zeros(7)
      branches = set()

      def inverse(name, a):
          regular = abs(np.linalg.det(a)) > 1e-2
          branches.add(f"{name} {'inv' if regular else 'pinv'}")
          return np.linalg.inv(a) if regular else np.linalg.pinv(a)

      def quaternion(r):
          which = int(np.argmax([r[0, 0], r[1, 1], r[2, 2], np.trace(r)]))
          x = np.empty(4)
          if which == 3:
              x[:] = r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], 1 + np.trace(r)
          else:
              i, j, k = which, (which + 1) % 3, (which + 2) % 3
              x[i] = 1 - np.trace(r) + 2 * r[i, i]
              x[j] = r[j, i] + r[i, j]
              x[k] = r[k, i] + r[i, k]
              x[3] = r[k, j] - r[j, k]
          return x / np.linalg.norm(x)

      def rotvec(r):
          x = quaternion(r)
          x = -x if x[3] < 0 else x
          angle = 2 * np.arctan2(np.linalg.norm(x[:3]), x[3])
          small = 2 + angle**2 / 12 + 7 * angle**4 / 2880
          return x[:3] * (small if angle <= 1e-3 else angle / np.sin(angle / 2))

      def osc(q, dq, ee, jac, mass, ee_desired, q0, tcp):
          tool = ee @ tcp
          r = tool[:3, 3] - ee[:3, 3]
          jac = jac.copy()
          jac[:3] += np.cross(jac[3:].T, r).T
          error = np.concatenate(
              [ee_desired[:3, 3] - tool[:3, 3], rotvec(ee_desired[:3, :3] @ tool[:3, :3].T)])
          minv = inverse("mass", mass)
          lx = inverse("task", jac @ minv @ jac.T)
          jbar = minv @ jac.T @ lx
          null = 1.0 * (q0 - q) - 1.0 * dq
          feedback = jac.T @ lx @ (100.0 * error - 4.0 * (jac @ dq))
          return feedback + (np.eye(7) - jac.T @ jbar.T) @ null

      results = []
      for row in np.fromfile(source).reshape(-1, sum(int(np.prod(s)) for s in SHAPES)):
          parts, at = [], 0
          for shape in SHAPES:
              parts.append(row[at : at + int(np.prod(shape))].reshape(shape))
              at += int(np.prod(shape))
          q, dq, last, ee, jac, mass, q_desired, ee_desired, torque, q0, tcp = parts
          if law == "impedance":
              tau = (q_desired - q) * 80.0 - dq * 4.0
          elif law == "pid":
              gathered = np.clip(gathered + (q_desired - q) * 1e-3, -10.0, 10.0)
              tau = (q_desired - q) * 80.0 + gathered * 0.1 - dq * 4.0
          elif law == "osc":
              tau = osc(q, dq, ee, jac, mass, ee_desired, q0, tcp)
          else:
              tau = torque
          if clip and law != "torque":
              tau = last + np.clip((tau - last) / 1e-3, -RATE, RATE) * 1e-3
              if law != "pid":
                  tau = np.clip(tau, -LIMIT, LIMIT)
          results.append(tau)
      np.array(results).tofile(target)
      print(*sorted(branches), sep=", ")
      """;

  private @TempDir Path folder;
  private String branches = "";

  /// A run of an arm: what each cycle was given, what came of it, and where the arm was at the end.
  private record Run(ByteBuffer given, double[] torques, double[] q) {}

  private static PointMassArm moving(PointMassArm arm) {
    for (int joint = 0; joint < JOINTS; joint++) {
      arm.state.dq[joint] = 0.1 * (joint - 3);
    }
    return arm;
  }

  private static double[] tool() {
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    return new double[] {c, -s, 0, 0.02, s, c, 0, -0.01, 0, 0, 1, 0.1034, 0, 0, 0, 1};
  }

  /// Goals that move, and step so far at the 100th cycle that the rate is limited.
  private static Setting wanted(Setting start, int cycle) {
    double step = cycle < 100 ? 0 : 0.6;
    double[] q = new double[JOINTS];
    double[] torque = new double[JOINTS];
    for (int joint = 0; joint < JOINTS; joint++) {
      q[joint] = start.initialQ(joint) + step + 0.1 * Math.sin(0.02 * cycle + joint);
      torque[joint] = 3 * Math.cos(0.05 * cycle + joint);
    }
    double angle = 0.005 * cycle;
    double[] turn = Poses.identity();
    turn[0] = turn[5] = Math.cos(angle);
    turn[1] = -Math.sin(angle);
    turn[4] = Math.sin(angle);
    double[] initial = new double[16];
    for (int index = 0; index < 16; index++) {
      initial[index] = start.initialEe(index);
    }
    double[] pose = Poses.product(initial, turn);
    pose[3] += 0.05 * Math.sin(0.02 * cycle) - 0.1 * step;
    pose[11] += 0.1 * step;
    return start.withQDesired(q).withTorque(torque).withEeDesired(pose);
  }

  private static ArmLimits limits() {
    double[] upper = new double[JOINTS];
    Arrays.fill(upper, 3);
    return ArmLimits.between(new double[JOINTS], upper).build();
  }

  private static Run run(Law law, boolean isClipped, PointMassArm arm) {
    ArmState state = arm.state;
    Gains gains = Gains.usual(JOINTS).with(Gains.Name.TORQUE_LIMIT, TORQUE_LIMIT);
    Setting start =
        Setting.holding(state).withGains(gains).withClip(isClipped).withTool(tool()).heldAt(state);
    var given = ByteBuffer.allocate(8 * DOUBLES * CYCLES).order(ByteOrder.nativeOrder());
    DoubleBuffer rows = given.asDoubleBuffer();
    var lawSwitch = LawSwitch.through(TorqueLimiter.of(limits(), Limiting.PARITY));
    lawSwitch.begin(state);
    double[] all = new double[JOINTS * CYCLES];
    double[] torques = new double[JOINTS];
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      Setting setting = wanted(start, cycle);
      put(rows, state, setting);
      lawSwitch.torques(Duty.of(law, setting), state, torques);
      System.arraycopy(torques, 0, all, JOINTS * cycle, JOINTS);
      arm.step(torques);
    }
    assertThat(rows.hasRemaining()).isFalse();
    return new Run(given, all, state.q);
  }

  private static void put(DoubleBuffer rows, ArmState state, Setting setting) {
    rows.put(state.q).put(state.dq).put(state.lastTorque);
    rows.put(state.ee).put(state.jacobian).put(state.mass);
    put(rows, JOINTS, setting::qDesired);
    put(rows, 16, setting::eeDesired);
    put(rows, JOINTS, setting::torque);
    put(rows, JOINTS, setting::initialQ);
    put(rows, 16, setting::tool);
  }

  private static void put(DoubleBuffer rows, int size, IntToDoubleFunction number) {
    for (int index = 0; index < size; index++) {
      rows.put(number.applyAsDouble(index));
    }
  }

  /// Gives the same to NumPy; returns its torques, and says which branches it took.
  private double[] numpy(String law, boolean isClipped, Run run)
      throws IOException, InterruptedException {
    Path source = Files.write(folder.resolve("given"), run.given.array());
    Path target = folder.resolve("torques");
    Path script = Files.writeString(folder.resolve("laws.py"), NUMPY);
    branches =
        PythonProgram.printedBy(
                script.toString(),
                law,
                String.valueOf(isClipped),
                source.toString(),
                target.toString())
            .strip();
    double[] torques = new double[JOINTS * CYCLES];
    ByteBuffer.wrap(Files.readAllBytes(target))
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer()
        .get(torques);
    return torques;
  }

  /// Returns where an arm is that such torques have driven.
  private static double[] driven(PointMassArm arm, double[] torques) {
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      arm.step(Arrays.copyOfRange(torques, JOINTS * cycle, JOINTS * (cycle + 1)));
    }
    return arm.state.q;
  }

  private static long[] bits(double[] numbers) {
    return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @ParameterizedTest
  @CsvSource({"impedance, true", "impedance, false", "pid, true", "pid, false", "torque, true"})
  void jointLawsAreTheReferencesToTheLastBit(String name, boolean isClipped) throws Exception {
    Run run = run(Laws.named(name, JOINTS), isClipped, moving(PointMassArm.ready()));

    double[] expected = numpy(name, isClipped, run);

    assertThat(bits(run.torques)).isEqualTo(bits(expected));
  }

  private static PointMassArm standing(String pose) {
    return switch (pose) {
      case "ready" -> PointMassArm.ready();
      case "light" -> PointMassArm.ready().ofMass(0.5);
      default -> new PointMassArm(0.2, 0, 0.3, 0, -0.95, 0, 1.9, 0);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "ready, true, 'mass inv, task inv'",
    "ready, false, 'mass inv, task inv'",
    "light, true, 'mass pinv, task inv'",
    "light, false, 'mass pinv, task inv'",
    "stretched, true, 'mass inv, mass pinv, task inv, task pinv'"
  })
  void operationalSpaceDrivesAnArmAsTheReferenceDoes(
      String pose, boolean isClipped, String expectedBranches) throws Exception {
    Run run = run(Laws.operationalSpace(JOINTS), isClipped, moving(standing(pose)));

    double[] expected = numpy("osc", isClipped, run);

    assertThat(run.torques).containsExactly(expected, Offset.offset(1e-9));
    assertThat(driven(moving(standing(pose)), expected))
        .containsExactly(run.q, Offset.offset(1e-12));
    assertThat(branches).isEqualTo(expectedBranches);
  }
}
