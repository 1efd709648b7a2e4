package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.control.law.Setting;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.Kinematics;
import dev.terrarium.control.sim.SimulatedFranka;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which poses an arm's joints get to.
class PosturesTest {
  private static final RobotId ID = new RobotId("cell");

  private final SimulatedFranka arm = SimulatedFranka.fr3();
  private final ArmLimits limits = arm.limits();
  private final Kinematics kinematics = arm.kinematics().orElseThrow();
  private final Postures postures = new Postures(kinematics, limits);
  private final ArmState state = new ArmState(7);

  PosturesTest() {
    arm.read(state, 0);
  }

  private double[] anyPose(Random random) {
    double[] q = new double[7];
    for (int joint = 0; joint < 7; joint++) {
      q[joint] = random.nextDouble(limits.lower(joint), limits.upper(joint));
    }
    double[] ee = new double[16];
    kinematics.at(q, ee, new double[42]);
    return ee;
  }

  /// Straight down, beside the arm's own foot.
  private double[] atItsFoot() {
    double[] pose = state.ee.clone();
    pose[3] = 0.05;
    pose[7] = 0;
    pose[11] = 0.1;
    return pose;
  }

  @Test
  void placesTheFlangeAsTheArmDoes() {
    double[] ee = new double[16];
    double[] jacobian = new double[42];

    kinematics.at(state.q, ee, jacobian);

    assertThat(ee).containsExactly(state.ee);
    assertThat(jacobian).containsExactly(state.jacobian);
  }

  @Test
  void findsOneForEveryPoseThatAPostureHas() {
    var random = new Random(3);

    for (int pose = 0; pose < 300; pose++) {
      assertThat(postures.nearest(anyPose(random), state.q).isNear()).isTrue();
    }
  }

  @Test
  void refusesAPoseWithinReachAndSaysHowNearTheArmComes() {
    Setting aimed = Setting.holding(state).withEeDesired(atItsFoot());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> postures.require(aimed, state.q))
        .withMessageMatching(
            "ee_desired is within the arm's reach, and its joints do not get there: the nearest"
                + " posture found is 0\\.\\d{3} m and \\d\\.\\d\\d rad off; expected a pose that one"
                + " gets to within 0\\.005 m and 0\\.05 rad");
  }

  @Test
  void looksForThePoseOfTheFlangeWithoutTheTool() {
    double[] tool = {0, -1, 0, 0.1, 1, 0, 0, 0.05, 0, 0, 1, 0.3, 0, 0, 0, 1};
    Setting holding = Setting.holding(state).withTool(tool).heldAt(state);
    Setting touching = holding.withEeDesired(atItsFoot()); // What the flange does not get to.

    assertThatCode(() -> postures.require(holding, state.q)).doesNotThrowAnyException();
    assertThatCode(() -> postures.require(touching, state.q)).doesNotThrowAnyException();
  }

  @Test
  void isAskedBeforeAnArmThatRunsIsGivenAPose() {
    try (Safety safety = Safety.open()) {
      Gate gate = safety.register(ID, GateOptions.defaults());
      LoopOptions loop =
          LoopOptions.standard().withoutRealTime().withWarmUp(new WarmUp(0, Duration.ZERO));
      var controlled = ControlledArm.of(arm, gate, ArmOptions.standard().withLoop(loop));
      safety.arm(ID);
      controlled.start();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> controlled.aim(Target.pose(atItsFoot())))
          .withMessageContaining("its joints do not get there");

      controlled.stop().toCompletableFuture().join();
    }
  }
}
