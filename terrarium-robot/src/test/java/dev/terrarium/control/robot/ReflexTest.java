package dev.terrarium.control.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReflexTest {
  @Test
  void hasTheNamesAndNumbersOfTheFrankaControlInterface() {
    var names =
        Arrays.stream(Reflex.values()).collect(Collectors.toMap(Reflex::number, Reflex::id));

    assertThat(names)
        .containsEntry(0, "joint_position_limits_violation")
        .containsEntry(3, "joint_velocity_violation")
        .containsEntry(6, "joint_reflex")
        .containsEntry(7, "cartesian_reflex")
        .containsEntry(11, "joint_position_motion_generator_start_pose_invalid")
        .containsEntry(15, "joint_motion_generator_acceleration_discontinuity")
        .containsEntry(25, "communication_constraints_violation")
        .containsEntry(26, "power_limit_violation")
        .containsEntry(32, "controller_torque_discontinuity")
        .containsEntry(34, "tau_j_range_violation")
        .containsEntry(35, "instability_detected")
        .hasSize(11);
  }

  @Test
  void namesThoseOfAMask() {
    long mask =
        Reflex.JOINT_VELOCITY_VIOLATION.mask()
            | Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION.mask()
            | 1L << 40;

    assertThat(Reflex.of(mask))
        .containsExactly(
            Reflex.JOINT_VELOCITY_VIOLATION, Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION);
  }
}
