package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two simulators beside each other, where MuJoCo is.
class MujocoFrankaTest {
  private static final long CYCLE = 1_000_000;
  private static final double[] START = {.1, -.5, .2, -1.8, .3, 1.6, .4};

  private final FrankaParameters smooth = FrankaParameters.fr3().withFriction(.21, 0);
  private final ArmState ours = new ArmState(7);
  private final ArmState theirs = new ArmState(7);
  private final Random random = new Random(3);

  @Test
  void hasTheSameDynamicsWhereverItIsAndHoweverItMoves() {
    var own = new OwnPhysics(smooth);
    try (var mujoco = new MujocoPhysics(MujocoLibrary.open(library()), smooth)) {
      for (int round = 0; round < 200; round++) {
        scatter();
        own.evaluate(ours);
        mujoco.evaluate(theirs);

        assertThat(theirs.mass).containsExactly(ours.mass, within(1e-6));
        assertThat(theirs.gravity).containsExactly(ours.gravity, within(1e-6));
        assertThat(theirs.coriolis).containsExactly(ours.coriolis, within(1e-6));
        assertThat(theirs.ee).containsExactly(ours.ee, within(1e-12));
        assertThat(theirs.jacobian).containsExactly(ours.jacobian, within(1e-12));
      }
    }
  }

  @Test
  void movesAlikeForASecondWithoutDryFriction() {
    try (var mujoco = MujocoFranka.open(library(), smooth, START)) {
      together(SimulatedFranka.of(smooth, START), mujoco, .6);
    }

    assertThat(ours.dq).isNotEqualTo(new double[7]);
    assertThat(theirs.q).containsExactly(ours.q, within(1e-7));
    assertThat(theirs.dq).containsExactly(ours.dq, within(1e-6));
  }

  @Test
  void movesMuchAlikeForASecondWithDryFriction() {
    var rough = FrankaParameters.fr3();
    try (var mujoco = MujocoFranka.open(library(), rough, START)) {
      together(SimulatedFranka.of(rough, START), mujoco, 2.5);
    }

    assertThat(ours.q).isNotEqualTo(START);
    assertThat(theirs.q).containsExactly(ours.q, within(.02));
  }

  @Test
  void carriesALoadAlike() {
    var loaded = smooth.withPayload(1.2, .03, 0, .1);
    var own = new OwnPhysics(loaded);
    try (var mujoco = new MujocoPhysics(MujocoLibrary.open(library()), loaded)) {
      scatter();
      own.evaluate(ours);
      mujoco.evaluate(theirs);

      assertThat(theirs.mass).containsExactly(ours.mass, within(1e-6));
      assertThat(theirs.gravity).containsExactly(ours.gravity, within(1e-6));
    }
  }

  @Test
  void allocatesNothingInItsCycles() {
    try (var arm = MujocoFranka.open(library(), FrankaParameters.fr3(), START)) {
      double[] torques = new double[7];
      arm.begin(0);

      long allocated = Allocation.least(run -> cycles(arm, torques, run * 60_000, 60_000));

      assertThat(allocated).isZero();
    }
  }

  @Test
  void rehearsesInAWorldOfItsOwn() {
    try (var arm = MujocoFranka.open(library(), FrankaParameters.fr3(), START)) {
      Arm rehearsal = arm.rehearsal();
      rehearsal.begin(0);
      double[] torques = {3, 0, 0, 0, 0, 0, 0};
      for (int cycle = 0; cycle < 100; cycle++) {
        rehearsal.read(theirs, cycle * 1_000_000L);
        torques[0] = Math.min(3, cycle * .5);
        rehearsal.write(torques, cycle * 1_000_000L);
      }
      arm.begin(0);
      arm.read(ours, 0);

      assertThat(theirs.q[0]).isGreaterThan(START[0]);
      assertThat(ours.q).containsExactly(START);
    }
  }

  @Test
  void isNotBegunAfterItIsClosed() {
    var arm = MujocoFranka.open(library(), smooth, START);
    arm.begin(0);
    arm.close();

    arm.end();
    arm.read(ours, 0);

    assertThat(ours.q).containsExactly(START);
    assertThatThrownBy(() -> arm.begin(0))
        .isInstanceOf(ArmException.class)
        .hasMessage("franka-mujoco is closed: open another");
  }

  @Test
  void saysWhereItLookedAndWhatToDoWhereThereIsNone(@TempDir Path folder) {
    Path nowhere = folder.resolve("libmujoco.so");

    assertThatThrownBy(() -> MujocoFranka.open(nowhere, smooth, START))
        .isInstanceOf(ArmException.class)
        .hasMessageStartingWith("MuJoCo is not at " + nowhere + ": there is no such file. Install")
        .hasMessageContaining("apt install libmujoco2.2.2");
  }

  @Test
  void saysWhatTheLoaderSaysOfAFileThatIsNoLibrary(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("libmujoco.so"), "no library");

    assertThatThrownBy(() -> MujocoFranka.open(text, smooth, START))
        .isInstanceOf(ArmException.class)
        .hasMessageStartingWith("MuJoCo cannot be opened at " + text + ": ")
        .hasMessageContaining("Install MuJoCo");
  }

  @Test
  void findsTheNewestOfThoseThatAreInstalled(@TempDir Path folder) throws IOException {
    for (String name :
        List.of("libmujoco.so.2.2.2", "libmujoco.so.3.10.0", "libmujoco.so.3.9.1", "libm.so")) {
      Files.createFile(folder.resolve(name));
    }

    assertThat(MujocoFranka.find(List.of(folder, folder.resolve("none"))))
        .contains(folder.resolve("libmujoco.so.3.10.0"));
    assertThat(MujocoFranka.find(List.of(folder.resolve("none")))).isEmpty();
  }

  /// The library that `terrarium.test.mujoco` names, or one that is installed.
  private static Path library() {
    Optional<Path> named =
        Optional.ofNullable(System.getProperty("terrarium.test.mujoco")).map(Path::of);
    Optional<Path> library = named.or(MujocoFranka::find);
    assumeTrue(
        library.isPresent(),
        "MuJoCo is not installed, and -Dterrarium.test.mujoco names no library of it");
    return library.orElseThrow();
  }

  private void together(Arm own, Arm mujoco, double most) {
    double[] torques = new double[7];
    own.begin(0);
    mujoco.begin(0);
    for (int cycle = 0; cycle <= 1000; cycle++) {
      long time = cycle * CYCLE;
      own.read(ours, time);
      mujoco.read(theirs, time);
      for (int joint = 0; joint < 7; joint++) {
        torques[joint] = most * Math.sin((cycle * 2e-3 + joint) * 3) * Math.min(1, cycle / 100.0);
      }
      own.write(torques, time);
      mujoco.write(torques, time);
    }
    assertThat(ours.reflexes).isZero();
    assertThat(theirs.reflexes).isZero();
  }

  private void cycles(Arm arm, double[] torques, int from, int count) {
    for (int cycle = from; cycle < from + count; cycle++) {
      arm.read(theirs, cycle * CYCLE);
      for (int joint = 0; joint < 7; joint++) {
        double wanted = 2 * Math.sin(cycle * 2e-3) - 4 * theirs.dq[joint];
        torques[joint] += Math.clamp(wanted - torques[joint], -.9, .9);
      }
      arm.write(torques, cycle * CYCLE);
    }
  }

  private void scatter() {
    for (int joint = 0; joint < 7; joint++) {
      ours.q[joint] = random.nextDouble(smooth.limits().lower(joint), smooth.limits().upper(joint));
      ours.dq[joint] = random.nextDouble(-2, 2);
    }
    theirs.copyFrom(ours);
  }
}
