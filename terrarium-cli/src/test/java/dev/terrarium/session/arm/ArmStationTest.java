package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.control.DisarmedException;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.loop.CycleRing;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.StateBoard;
import dev.terrarium.control.record.CycleField;
import dev.terrarium.control.record.Recorded;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.SafetyState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An arm with its files and its counts.
class ArmStationTest {
  private final Stations robot = new Stations();
  private final ArmStation station = robot.station;

  @AfterEach
  void close() {
    robot.close();
  }

  private LoopEnd stopped() {
    return station.control().stop().toCompletableFuture().join();
  }

  @Test
  void refusesToStartADisarmedRobotAndCountsNothing() {
    assertThatExceptionOfType(DisarmedException.class)
        .isThrownBy(station::start)
        .withMessageContaining("its robot is disarmed. Its operator arms it");
    assertThatIllegalStateException()
        .isThrownBy(station::stats)
        .withMessage("the arm 'cell' has not been started: start it first");
    assertThat(station.isRunning()).isFalse();
    assertThat(station.end()).isEmpty();
  }

  @Test
  void publishesStateAndCyclesInFilesOfItsOwnUntilItIsClosed() {
    robot.safety.arm(Stations.ROBOT);

    station.start();

    StateBoard board = StateBoard.open(station.board());
    BoardState state = board.room();
    assertThat(board.read(state)).isTrue();
    assertThat(state.arm.q[3]).isBetween(-1.58, -1.56);
    assertThat(CycleRing.open(station.ring()).joints()).isEqualTo(7);
    Path folder = station.board().getParent();
    station.close();
    assertThat(folder).doesNotExist();
    assertThat(robot.arm.ended).isEqualTo(1);
  }

  @Test
  void countsTheCyclesOfTheNewestStart() {
    robot.safety.arm(Stations.ROBOT);
    station.start();
    assertThat(station.isRunning()).isTrue();
    assertThat(stopped()).isInstanceOf(LoopEnd.Stopped.class);
    long first = station.stats().cycles().run();
    assertThat(station.end()).get().isInstanceOf(LoopEnd.Stopped.class);
    assertThat(station.isRunning()).isFalse();

    station.start();
    stopped();

    assertThat(first).isPositive();
    assertThat(station.stats().cycles().run())
        .isEqualTo(station.control().snapshot().cycles)
        .isPositive();
  }

  @Test
  void records(@TempDir Path folder) throws Exception {
    robot.safety.arm(Stations.ROBOT);
    station.start();

    var recording = station.record(Set.of(CycleField.Q, CycleField.CYCLE), Duration.ofMinutes(1));
    long begun = station.stats().cycles().run();
    while (station.stats().cycles().run() < begun + 20) {
      Thread.onSpinWait();
    }
    recording.stop();
    Recorded recorded = recording.ended().toCompletableFuture().join();

    recorded.toNpz(folder.resolve("cycles.npz"));
    assertThat(recorded.rows()).isPositive();
    assertThat(recorded.width(CycleField.Q)).isEqualTo(7);
    assertThat(folder.resolve("cycles.npz")).isNotEmptyFile();
  }

  @Test
  void tellsOfAnEndThatIsAFaultWhoeverOpenedIt() {
    robot.safety.arm(Stations.ROBOT);
    station.start();

    robot.arm.reflexes = Reflex.JOINT_REFLEX.mask();

    LoopEnd end = station.control().ended().toCompletableFuture().join();
    assertThat(end).isInstanceOf(LoopEnd.Reflexes.class);
    assertThat(robot.gate.state()).isEqualTo(SafetyState.ERROR);
  }

  @Test
  void doesNotStartAfterItWasClosed() {
    robot.safety.arm(Stations.ROBOT);
    station.close();

    assertThatIllegalStateException()
        .isThrownBy(station::start)
        .withMessageContaining("the arm 'cell' is closed");
    assertThat(station.isRunning()).isFalse();
  }

  @Test
  void makesTheArmThatItsSettingsName() {
    ArmSettings fer =
        ArmSettings.standard()
            .withModel(ArmModel.of("fer"))
            .withSimulator(ArmSimulator.of("built-in"));

    robot.station.close();
    try (ArmStation other = ArmStation.open(robot.gate, fer, _ -> {})) {
      assertThat(other.arm().name()).isEqualTo("franka-sim");
      assertThat(other.arm().limits().upper(3)).isEqualTo(-0.0698);
      assertThat(other.settings().model().id()).isEqualTo("fer");
    }
  }

  @Test
  void saysWhatModelsAndSimulatorsThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmModel.of("ur5"))
        .withMessage("there is no model of an arm 'ur5': expected fr3 or fer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmSimulator.of("gazebo"))
        .withMessageContaining("expected built-in, mujoco, or mujoco:PATH");
    assertThatExceptionOfType(ArmException.class)
        .isThrownBy(() -> ArmSimulator.of("mujoco:/nowhere/libmujoco.so").arm(ArmModel.FR3))
        .withMessageContaining("/nowhere/libmujoco.so");
  }

  @Test
  void keepsWhatAnotherProcessHasAndTakesItAwayWhenThatWasKilled(@TempDir Path place)
      throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FolderHolder.class.getName(),
                place.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = other.inputReader()) {
      Path first = Path.of(said.readLine());
      Path second = Path.of(said.readLine());

      ArmFolder.open(List.of(place), Instant.now()).close();
      assertThat(first).exists();
      assertThat(second).exists();

      other.destroyForcibly().waitFor();
      ArmFolder.open(List.of(place), Instant.now()).close();
      assertThat(place).isEmptyDirectory();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void takesAwayWhatAProcessLeftThatWasKilled(@TempDir Path place) throws Exception {
    Path left = Files.createDirectory(place.resolve("terrarium-arm-123"));
    Files.createFile(left.resolve("in-use"));
    Files.createFile(left.resolve("board"));
    Path others = Files.createDirectory(place.resolve("another"));

    try (ArmFolder folder = ArmFolder.open(List.of(place), Instant.now())) {
      try (ArmFolder second = ArmFolder.open(List.of(place), Instant.now())) {
        assertThat(second.board().getParent()).exists();
      }
      assertThat(left).doesNotExist();
      assertThat(others).exists();
      assertThat(folder.board().getParent()).exists();
    }
    assertThat(place).isDirectoryNotContaining("glob:**terrarium-arm*");
  }

  @Test
  void takesAwayWhatAProcessLeftWhileItMadeItAfterAnHour(@TempDir Path place) throws Exception {
    Path bare = Files.createDirectory(place.resolve("terrarium-arm-1"));
    Path unlocked = Files.createDirectory(place.resolve("terrarium-arm-2"));
    Files.createFile(unlocked.resolve("in-making"));
    Instant made = Instant.parse("2026-01-01T00:00:00Z");
    for (Path folder : List.of(bare, unlocked)) {
      Files.setLastModifiedTime(folder, FileTime.from(made));
    }

    ArmFolder.open(List.of(place), made.plus(Duration.ofMinutes(59))).close();
    assertThat(bare).exists();
    assertThat(unlocked).exists();

    ArmFolder.open(List.of(place), made.plus(Duration.ofMinutes(61))).close();
    assertThat(place).isEmptyDirectory();
  }
}
