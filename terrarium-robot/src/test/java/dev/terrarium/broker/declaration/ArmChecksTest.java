package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.broker.declaration.ArmDeclaration.Model;
import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An arm and its policies, as a declaration has them.
class ArmChecksTest {
  private static final String ROBOT = "[robot]\nname = \"panda\"\nsimulated = true\n";

  private static void refuses(String text, String... faults) {
    assertThat(Complete.faults(text).stream().map(DeclarationFault::toString))
        .containsExactly(faults);
  }

  @Test
  void anArmOfWhichNothingIsSaidIsAnArm() {
    var robot = RobotToml.parse(ROBOT + "[arm]\n");

    assertThat(robot.equipment().arm())
        .contains(
            new ArmDeclaration(
                Model.FR3,
                "built-in",
                StartingLaw.IMPEDANCE,
                Map.of(),
                Duration.ofMillis(200),
                new ArmDeclaration.Scheduling(80, OptionalInt.empty())));
    assertThat(RobotToml.text(robot)).endsWith("\n[arm]\n");
    assertThat(RobotToml.parse(RobotToml.text(robot))).isEqualTo(robot);
  }

  @Test
  void whereNoArmIsDeclaredThereIsNone() {
    assertThat(RobotToml.parse(ROBOT).equipment()).isEqualTo(Equipment.NOTHING);
  }

  @Test
  void aGainIsOneNumberForAllOrOneForEach() {
    var arm =
        RobotToml.parse(ROBOT + "[arm]\ngains = { kp = 90, ee_kd = [1, 2, 3, 4, 5, 6] }\n")
            .equipment()
            .arm();

    assertThat(arm.map(ArmDeclaration::gains))
        .isEqualTo(
            Optional.of(
                Map.of("kp", List.of(90.0), "ee_kd", List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))));
  }

  @Test
  void aListOfGainsHasOneForEachJointOrDirection() {
    refuses(
        ROBOT + "[arm.gains]\nkp = [1, 2]\nee_kp = [1, 2, 3, 4, 5, 6, 7]\nkd = [1]\nki = -1\n",
        "line 5: arm.gains.kp: must be a number from 0 to 1000000, or a list of 7 of them, not a"
            + " list of 2",
        "line 6: arm.gains.ee_kp: must be a number from 0 to 1000000, or a list of 6 of them, not a"
            + " list of 7",
        "line 7: arm.gains.kd: must be a number from 0 to 1000000, or a list of 7 of them, not a"
            + " list of 1",
        "line 8: arm.gains.ki: must be a number from 0 to 1000000, or a list of 7 of them, not the"
            + " number -1");
  }

  @Test
  void aListOfGainsNamesTheOneThatIsNone() {
    refuses(
        ROBOT + "[arm.gains]\nkp = [1, 2, 3, 4, 5, 6, \"7\"]\nee_kd = [1, -2, 3, 4, 5, 6]\n",
        "line 5: arm.gains.kp: must be a number from 0 to 1000000, or a list of 7 of them, not a"
            + " list with the text \"7\" at [6]",
        "line 6: arm.gains.ee_kd: must be a number from 0 to 1000000, or a list of 6 of them, not a"
            + " list with the number -2 at [1]");
  }

  @Test
  void aGainThatLawsDoNotTakeIsRefusedWithItsLine() {
    refuses(
        ROBOT + "[arm]\ngains = { kp = 1e7, ki = 1e6 }\n",
        "line 5: arm.gains.kp: must be a number from 0 to 1000000, or a list of 7 of them, not the"
            + " number 1.0E7");
  }

  @Test
  void aGainThatNoLawHasIsRefusedWhoeverDeclaresIt() {
    var faults =
        faultsOf(
            RobotDeclaration.builder("panda")
                .simulated(Arming.OPERATOR)
                .arm(ArmDeclaration.of(Model.FR3).gain("k_p", 3.0)));

    assertThat(faults).containsExactly("arm.gains.k_p: is not known; did you mean 'kp'?");
  }

  @Test
  void anArmThatIsRealHasNoDriver() {
    refuses(
        "[robot]\nname = \"panda\"\n[arm]\n",
        "line 3: arm: must be of a robot that is declared as simulated = true, as there is no driver of"
            + " a real arm");
  }

  @Test
  void noActuatorIsTheArmAsWell() {
    refuses(
        ROBOT
            + "[arm]\n[actuators.arm]\npath = \"actuator.arm\"\n"
            + "accepts = [\"actuator.command.stop\"]\n",
        "line 6: actuators.arm.path: must be another path, as the robot's arm is the component arm");
  }

  @Test
  void aPolicyWithoutAnArmMovesNothing() {
    refuses(
        ROBOT + "[policies.wave]\ncall = \"waving:act\"\n",
        "line 4: policies.wave: must be left out where there is no arm: declare one as [arm]");
  }

  @Test
  void onePolicyStartsWithTheArmAtMost() {
    refuses(
        ROBOT
            + "[arm]\n[policies]\na = { call = \"m:f\", autostart = true }\n"
            + "b = { call = \"m:g\", autostart = false }\n"
            + "c = { call = \"m:h\", autostart = true }\n",
        "line 8: policies.c.autostart: must be false, as a starts with the arm already, and one policy"
            + " has it at a time");
  }

  @Test
  void noPolicyStartsWithAnArmThatTakesNoTargets() {
    refuses(
        ROBOT
            + "[arm]\nlaw = \"gravity\"\n[policies]\n"
            + "a = { call = \"m:f\", autostart = true }\n",
        "line 7: policies.a.autostart: must be false, as the law gravity, which the arm begins with,"
            + " takes no targets");
  }

  @Test
  void targetsThatAreTooOldBeforeTheNextOneComesAreRefused() {
    refuses(
        ROBOT + "[arm]\n[policies.a]\ncall = \"m:f\"\nrate_hz = 5\n",
        "line 7: policies.a.rate_hz: must be so that targets come before they get too old: every 200 ms"
            + " is no less than arm.hold_ms, which is 200");
    assertThat(Complete.faults(ROBOT + "[arm]\n[policies.a]\ncall = \"m:f\"\nrate_hz = 6\n"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"waving", "waving:", ":act", "python:waving:act", "waving:act()", "a b:c"})
  void whatIsCalledIsAFunctionOfAModule(String call) {
    refuses(
        ROBOT + "[arm]\n[policies.wave]\ncall = \"%s\"\n".formatted(call),
        "line 6: policies.wave.call: must be \"module:function\", not the text \"%s\""
            .formatted(call));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mujoco:", "mujoco: ", "builtin", "Mujoco"})
  void whatComputesAnArmIsBuiltInOrMujoco(String simulator) {
    refuses(
        ROBOT + "[arm]\nsimulator = \"%s\"\n".formatted(simulator),
        "line 5: arm.simulator: must be \"built-in\", \"mujoco\" or \"mujoco:PATH\", not the text"
            + " \"%s\"".formatted(simulator));
  }

  private static List<String> faultsOf(RobotBuilder builder) {
    try {
      builder.build();
      return List.of();
    } catch (DeclarationException refused) {
      return refused.faults().stream().map(DeclarationFault::toString).toList();
    }
  }
}
