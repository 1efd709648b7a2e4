package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Limiting;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.sim.SimulatedFranka;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A simulated Franka and its orders, in cycles of the test's.
class SimulatedFrankaUnderControlTest {
  private final SimulatedFranka arm = SimulatedFranka.fr3();
  private final ArmController controller =
      new ArmController(arm.limits(), Limiting.FULL, List.of());
  private final BoardState told = new BoardState(7, controller.extras());
  private final double[] torques = new double[7];
  private long now = 3_000_000_000L;

  SimulatedFrankaUnderControlTest() {
    arm.begin(now);
    arm.read(told.arm, now);
    controller.begin(told.arm);
    controller.live();
  }

  private void cycles(int count) {
    for (int cycle = 0; cycle < count; cycle++) {
      now += 1_000_000;
      arm.read(told.arm, now);
      controller.torques(told.arm, torques);
      controller.extras(told.extras);
      arm.write(torques, now);
    }
  }

  private Moving move(double... goal) {
    return controller.move(goal, MoveLimits.usual(7), () -> told.arm);
  }

  @Test
  void arrivesWithTheGainsAndTheLimitsThatThereUsuallyAre() {
    Moving moving = move(0.5, -0.2, 0.1, -1.8, 0.1, 1.7, -0.5);

    cycles(4000);

    assertThat(told.arm.reflexes).isZero();
    assertThat(moving.judge(told, Arrival.standard())).isInstanceOf(MoveEnd.Arrived.class);
  }

  @Test
  void arrivesWithoutPassingItsGoalThoughTheSameMoveIsAskedForAgainAndAgain() {
    double[] goal = {0.5, 0, 0, -1.57079, 0, 1.57079, -0.7853};
    Moving moving = move(goal);
    double farthest = 0;

    for (int cycle = 0; cycle < 3200; cycle++) {
      if (cycle % 100 == 0) {
        moving = move(goal);
      }
      cycles(1);
      farthest = Math.max(farthest, told.arm.q[0]);
    }
    cycles(500);

    assertThat(farthest).isLessThan(0.51);
    assertThat(moving.judge(told, Arrival.standard())).isInstanceOf(MoveEnd.Arrived.class);
  }

  @Test
  void isLedToAPoseByOperationalSpace() {
    controller.switchTo(Laws.named("osc_damped", 7), told.arm);
    controller.gain(Gains.Name.EE_KP, 400, 400, 400, 400, 400, 400);
    controller.gain(Gains.Name.EE_KD, 40, 40, 40, 40, 40, 40);
    double[] pose = told.arm.ee.clone();
    pose[3] -= 0.05;
    pose[11] += 0.05;

    controller.aim(Target.pose(pose), Age.NONE, told.arm);
    cycles(3000);

    assertThat(told.arm.reflexes).isZero();
    assertThat(told.arm.ee[3]).isCloseTo(pose[3], within(0.02));
    assertThat(told.arm.ee[11]).isCloseTo(pose[11], within(0.02));
  }

  @Test
  void comesToRestWhenATargetThatWasFarGetsTooOld() {
    controller.aim(
        Target.joints(1.5, -0.5, 0.5, -2, 0.5, 2, 0), new Age(now, 200_000_000), told.arm);

    cycles(6000);

    assertThat(told.arm.reflexes).isZero();
    assertThat(told.extras[Extra.DECAYED]).isEqualTo(1);
    for (double speed : told.arm.dq) {
      assertThat(speed).isCloseTo(0, within(0.05));
    }
  }
}
