package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.terrarium.broker.declaration.ArmDeclaration;
import dev.terrarium.broker.declaration.ArmDeclaration.Model;
import dev.terrarium.broker.declaration.ArmDeclaration.Scheduling;
import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import dev.terrarium.broker.declaration.RobotToml;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.robot.ArmException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a declaration says of an arm, in the words of what controls it.
class DeclaredArmTest {
  private static final Path FOLDER = Path.of("/robots/cell");

  private static List<String> spelt(Enum<?>[] constants) {
    return Arrays.stream(constants).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void lawsAndModelsThatCanBeDeclaredAreThoseThatThereAre() {
    assertThat(spelt(StartingLaw.values())).isEqualTo(Laws.names());
    assertThat(spelt(Model.values()))
        .isEqualTo(Arrays.stream(ArmModel.values()).map(ArmModel::id).toList());
  }

  @Test
  void everyGainCanBeDeclaredButForLimits() {
    var gains =
        Arrays.stream(Gains.Name.values())
            .filter(name -> name != Gains.Name.TORQUE_LIMIT && name != Gains.Name.TORQUE_DIFF_LIMIT)
            .map(name -> name.id() + " = 1e6\n")
            .collect(Collectors.joining());

    var robot =
        RobotToml.parse("[robot]\nname = \"cell\"\nsimulated = true\n[arm.gains]\n" + gains);

    assertThat(robot.equipment().arm().orElseThrow().gains())
        .hasSize(Gains.Name.values().length - 2);
  }

  @Test
  void schedulingIsWhatTheLoopAsksFor() {
    var loop =
        RobotArm.settings(
                ArmDeclaration.of(Model.FER)
                    .scheduled(new Scheduling(42, OptionalInt.of(0), true, true)),
                FOLDER)
            .loop();

    assertThat(loop.realTime().priority()).isEqualTo(42);
    assertThat(loop.realTime().cpu()).hasValue(0);
    assertThat(loop.realTime().isShielded()).isTrue();
  }

  @Test
  void itsProcessorIsOneThatTheMachineHas() {
    var elsewhere =
        ArmDeclaration.of(Model.FER).scheduled(new Scheduling(42, OptionalInt.of(1023)));

    assertThatExceptionOfType(ArmException.class)
        .isThrownBy(() -> RobotArm.settings(elsewhere, FOLDER))
        .withMessageStartingWith("[arm] cpu is 1023: expected a processor of this machine, 0");
  }

  @Test
  void theLibraryOfASimulatorIsRelativeToTheDeclaration() {
    var settings =
        RobotArm.settings(
            ArmDeclaration.of(Model.FER).simulatedBy("mujoco:lib/libmujoco.so"), FOLDER);

    assertThat(settings.model()).isEqualTo(ArmModel.FER);
    assertThat(settings.simulator())
        .isEqualTo(new ArmSimulator.Mujoco(Optional.of(Path.of("/robots/cell/lib/libmujoco.so"))));
  }
}
