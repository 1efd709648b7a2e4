package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.control.robot.ArmState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What may be wanted of an arm.
class SettingTest {
  private static final double[] IDENTITY = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

  private static ArmState standing() {
    var state = new ArmState(2);
    state.q[1] = 0.5;
    System.arraycopy(IDENTITY, 0, state.ee, 0, 16);
    state.ee[3] = 0.25;
    return state;
  }

  private static double[] changed(int index, double value) {
    double[] pose = IDENTITY.clone();
    pose[index] = value;
    return pose;
  }

  @Test
  void holdsAnArmWhereItStandsWithNoTorqueOfItsOwn() {
    Setting setting = Setting.holding(standing());

    assertThat(setting.qDesired(1)).isEqualTo(0.5);
    assertThat(setting.initialQ(1)).isEqualTo(0.5);
    assertThat(setting.eeDesired(3)).isEqualTo(0.25);
    assertThat(setting.initialEe(3)).isEqualTo(0.25);
    assertThat(setting.torque(1)).isZero();
    assertThat(setting.isClipped()).isTrue();
  }

  @Test
  void holdsAToolWhereTheFlangeCarriesIt() {
    Setting setting =
        Setting.holding(standing()).withTool(changed(3, 0.1)).withQDesired(1, 1).heldAt(standing());

    assertThat(setting.eeDesired(3)).isEqualTo(0.35);
    assertThat(setting.qDesired(0)).isZero();
    assertThat(setting.tool(3)).isEqualTo(0.1);
  }

  @Test
  void keepsWhatItWasGivenWhateverBecomesOfTheArray() {
    double[] given = {1, 2};
    Setting before = Setting.holding(standing());

    Setting after = before.withQDesired(given);
    given[0] = 7;

    assertThat(after.qDesired(0)).isEqualTo(1);
    assertThat(before.qDesired(0)).isZero();
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        Arguments.of(
            (Change) it -> it.withQDesired(1), "q_desired is 2 numbers, one for each joint, not 1"),
        Arguments.of(
            (Change) it -> it.withQDesired(1, Double.NaN),
            "q_desired[1] is NaN: expected a finite number"),
        Arguments.of(
            (Change) it -> it.withTorque(Double.POSITIVE_INFINITY, 0),
            "torque[0] is Infinity: expected a finite number"),
        Arguments.of(
            (Change) it -> it.withEeDesired(1, 2), "ee_desired is a 4×4 matrix, 16 numbers, not 2"),
        Arguments.of(
            (Change) it -> it.withEeDesired(changed(7, Double.NaN)),
            "ee_desired[1][3] is NaN: expected a finite number"),
        Arguments.of(
            (Change) it -> it.withEeDesired(changed(12, 1)),
            "the last row of ee_desired is 1.0 0.0 0.0 1.0"),
        Arguments.of((Change) it -> it.withTool(changed(0, 1.1)), "tool[:3, :3] is not a rotation"),
        Arguments.of(
            (Change) it -> it.withTool(changed(0, -1)),
            "tool[:3, :3] is a reflection, not a rotation"),
        Arguments.of(
            (Change) it -> it.withGains(it.gains().with(Gains.Name.KP, 1)),
            "kp is 2 numbers, not 1"),
        Arguments.of(
            (Change) it -> it.withGains(it.gains().with(Gains.Name.KD, 1, -1)),
            "kd[1] is -1.0: expected a number from 0 to 1e6"),
        Arguments.of(
            (Change) it -> it.withGains(it.gains().with(Gains.Name.KP, 1.7e308, 1)),
            "kp[0] is 1.7E308: expected a number from 0 to 1e6"),
        Arguments.of(
            (Change) it -> it.withTool(changed(11, 10)),
            "tool is 10.000 m from the flange: expected 2.0 m at most"),
        Arguments.of(
            (Change)
                it -> it.withGains(it.gains().with(Gains.Name.EE_KP, 1, 1, 1, 1, 1, Double.NaN)),
            "ee_kp[5] is NaN"),
        Arguments.of(
            (Change) it -> it.withGains(it.gains().with(Gains.Name.TORQUE_DIFF_LIMIT, 990, 0)),
            "torque_diff_limit[1] is 0.0: expected a number above 0"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void refusesWhatCannotBeAndSaysWhich(Change change, String message) {
    Setting setting = Setting.holding(standing());

    assertThatThrownBy(() -> change.of(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @FunctionalInterface
  interface Change {
    Setting of(Setting setting);
  }
}
