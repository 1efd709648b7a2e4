package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What safety is told of the end of a loop.
class FaultsTest {
  private final ComponentPath path = ComponentPath.of("cell.arm");
  private final Faults faults = new Faults(path, new ElapsedArm().limits);

  private static List<CycleRow> rows(long reflexes) {
    var before = new CycleRow(2, 0);
    var row = new CycleRow(2, 0);
    row.reflexes = reflexes;
    row.dq[1] = -11;
    row.lastTorque[0] = 88;
    return List.of(before, row);
  }

  @Test
  void namesTheJointThatWasTooFast() {
    long mask = Reflex.JOINT_VELOCITY_VIOLATION.mask();

    Fault fault = faults.of(new LoopEnd.Reflexes(mask, rows(mask)));

    assertThat(fault)
        .isEqualTo(new Fault.LimitExceeded(path, "velocity of joint 2", 11, 10, "rad/s"));
  }

  @Test
  void namesTheJointWhoseTorqueWasTooLarge() {
    long mask = Reflex.TAU_J_RANGE_VIOLATION.mask();

    Fault fault = faults.of(new LoopEnd.Reflexes(mask, rows(mask)));

    assertThat(fault).isEqualTo(new Fault.LimitExceeded(path, "torque of joint 1", 88, 87, "N m"));
  }

  @Test
  void tellsContactAsACollision() {
    long mask = Reflex.CARTESIAN_REFLEX.mask();

    Fault fault = faults.of(new LoopEnd.Reflexes(mask, rows(mask)));

    assertThat(fault)
        .isEqualTo(new Fault.CollisionRisk("the arm stopped by a reflex: cartesian_reflex"));
  }

  @Test
  void tellsEverythingElseByItsSentence() {
    assertThat(faults.of(new LoopEnd.Reflexes(1L << 60, rows(1L << 60))).message())
        .isEqualTo("the arm stopped by a reflex: bits 0x1000000000000000");
    assertThat(faults.of(new LoopEnd.NotANumber(3, Double.NaN, List.of())))
        .isEqualTo(
            new Fault.DeviceError("the controller gave NaN for joint 3: expected a finite torque"));
  }
}
