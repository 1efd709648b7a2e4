package dev.terrarium.control.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What an arm can bear, and the names of what stops it.
class ArmLimitsTest {
  @Test
  void whatIsNotSaidIsWithoutLimit() {
    ArmLimits limits =
        ArmLimits.between(new double[] {-1, -2}, new double[] {1, 2}).torque(87, 12).build();

    assertThat(limits.upper(1)).isEqualTo(2);
    assertThat(limits.torque(1)).isEqualTo(12);
    assertThat(limits.jerk(0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void anArmReachesAsFarAsItIsSaidTo() {
    var limits = ArmLimits.between(new double[] {-1}, new double[] {1});

    assertThat(limits.build().reach()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(limits.reach(0.3, 0.8).build().reach()).isEqualTo(0.8);
    assertThat(limits.build().shoulder()).isEqualTo(0.3);
    assertThatThrownBy(() -> limits.reach(0.3, Double.NaN))
        .hasMessage(
            "the reach is NaN m from a shoulder 0.3 m above the base: expected more than 0, and a finite height");
  }

  @Test
  void aJointMaySlowDownTowardsTheEndsOfItsRange() {
    ArmLimits limits =
        ArmLimits.between(new double[] {-1}, new double[] {1})
            .velocity(2)
            .velocityTowardsEnds(new double[] {8}, new double[] {0.5})
            .build();

    assertThat(limits.velocityUp(0, 0)).isEqualTo(2);
    assertThat(limits.velocityUp(0, 0.5)).isEqualTo(1.5);
    assertThat(limits.velocityDown(0, -0.5)).isEqualTo(1.5);
    assertThat(limits.velocityUp(0, 0.999)).isZero();
    assertThat(limits.velocityUp(0, 2)).isZero();
  }

  @Test
  void withoutASlopeAJointMayMoveAtItsSpeedUpToTheEnd() {
    ArmLimits limits = ArmLimits.between(new double[] {-1}, new double[] {1}).velocity(2).build();

    assertThat(limits.velocityUp(0, 0.999)).isEqualTo(2);
    assertThat(limits.velocityUp(0, 1)).isZero();
  }

  @Test
  void refusesAnOffsetBelowZero() {
    var begun = ArmLimits.between(new double[] {-1}, new double[] {1});

    assertThatThrownBy(() -> begun.velocityTowardsEnds(new double[] {1}, new double[] {-1}))
        .hasMessage("the offset towards the ends of joint 1 must be 0 or more, and is -1.0");
  }

  @Test
  void refusesARangeThatIsEmptyALimitThatIsNotAboveZeroAndAListOfAnotherLength() {
    var begun = ArmLimits.between(new double[] {-1}, new double[] {1});

    assertThatThrownBy(() -> ArmLimits.between(new double[] {1}, new double[] {1}))
        .hasMessage("joint 1 lies between 1.0 and 1.0 rad: the first must be the smaller");
    assertThatThrownBy(() -> begun.velocity(Double.NaN))
        .hasMessage("the limit of velocities of joint 1 must be above 0, and is NaN");
    assertThatThrownBy(() -> begun.torque(1, 2)).hasMessage("2 torques are given for 1 joints");
  }

  @Test
  void refusesAnArmWithoutJoints() {
    assertThatThrownBy(() -> ArmLimits.between(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An arm has at least one joint, not 0");
  }
}
