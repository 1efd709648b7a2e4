package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.Reflex;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A simulated arm, read and written by a clock that the test turns.
class SimulatedFrankaTest {
  private static final long CYCLE = 1_000_000;

  private final SimulatedFranka arm = SimulatedFranka.fr3();
  private final ArmState state = new ArmState(7);
  private final double[] torques = new double[7];
  private long time = 5_000_000_000L;

  @BeforeEach
  void begin() {
    arm.begin(time);
    arm.read(state, time);
    arm.write(torques, time);
  }

  @Test
  void standsAtHomeWithoutTorques() {
    double[] home = state.q.clone();

    run(2000);

    assertThat(state.q).containsExactly(home);
    assertThat(state.reflexes).isZero();
    assertThat(state.successRate).isEqualTo(1);
  }

  @Test
  void movesByItsTorquesAndTellsThem() {
    ramp(6, 3);

    run(100);

    assertThat(state.dq[6]).isPositive();
    assertThat(state.lastTorque[6]).isEqualTo(3);
    assertThat(state.reflexes).isZero();
  }

  @Test
  void usesTheLastTorquesAgainWhileNoneCome() {
    ramp(0, 5);
    run(10);
    double before = state.dq[0];

    miss(20);

    assertThat(state.dq[0]).isGreaterThan(before);
    assertThat(state.lastTorque[0]).isEqualTo(5);
    assertThat(state.reflexes).isZero();
    assertThat(state.successRate).isLessThan(1);
  }

  @Test
  void stopsAfterTwentyCyclesWithoutTorques() {
    run(200);

    miss(21);

    assertThat(reflexes()).containsExactly(Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION);
    assertThat(state.successRate).isZero();
  }

  @Test
  void stopsWhenItsTorquesAreLostOnTheWay() {
    run(200);
    arm.lose(20);

    run(19);
    assertThat(state.reflexes).isZero();
    run(1);
    run(1);

    assertThat(reflexes()).containsExactly(Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION);
  }

  @Test
  void livesWithTorquesThatAreLostNowAndThen() {
    for (int round = 0; round < 50; round++) {
      arm.lose(3);
      run(10);
    }

    assertThat(state.reflexes).isZero();
    assertThat(state.successRate).isEqualTo(.7);
  }

  @Test
  void brakesAfterAReflexAndHoldsUntilItIsBegunAgain() {
    ramp(0, 8);
    run(100);
    double speed = state.dq[0];
    miss(22);
    assertThat(state.dq[0]).isPositive();

    run(1000);
    double[] stopped = state.q.clone();
    torques[0] = 0;
    run(1000);

    assertThat(speed).isPositive();
    assertThat(state.dq).containsOnly(0.0);
    assertThat(state.q).containsExactly(stopped);
    assertThat(state.reflexes).isNotZero();

    arm.end();
    begin();
    run(100);

    assertThat(state.reflexes).isZero();
    assertThat(state.successRate).isEqualTo(1);
  }

  @Test
  void refusesToPushOrLoseForLessThanNoCycles() {
    String message = "cycles is how many, 0 or more, not ";

    assertThatThrownBy(() -> arm.push(new double[7], -3)).hasMessage(message + -3);
    assertThatThrownBy(() -> arm.pushFlange(new double[3], -2)).hasMessage(message + -2);
    assertThatThrownBy(() -> arm.lose(-1)).hasMessage(message + -1);
  }

  @Test
  void refusesATorqueThatJumps() {
    torques[2] = 1.01;

    run(1);

    assertThat(reflexes()).containsExactly(Reflex.CONTROLLER_TORQUE_DISCONTINUITY);
  }

  @Test
  void takesATorqueThatChangesAsMuchAsItMay() {
    torques[2] = 1;

    run(2);

    assertThat(state.reflexes).isZero();
  }

  @Test
  void refusesATorqueBeyondItsRange() {
    ramp(4, 12);
    assertThat(state.reflexes).isZero();

    torques[4] = 12.5;
    run(1);

    assertThat(reflexes()).containsExactly(Reflex.TAU_J_RANGE_VIOLATION);
  }

  @Test
  void refusesTorquesThatAreNoNumbers() {
    torques[1] = Double.NaN;

    run(2);

    assertThat(reflexes()).contains(Reflex.TAU_J_RANGE_VIOLATION);
    assertThat(state.q).doesNotContain(Double.NaN);
  }

  @Test
  void stopsAJointThatIsTooFast() {
    ramp(6, 6);

    until(Reflex.JOINT_VELOCITY_VIOLATION);

    assertThat(state.dq[6]).isGreaterThan(arm.parameters().upperVelocity(6, state.q[6]) - .1);
    assertThat(state.q[6]).isLessThan(arm.limits().upper(6));
  }

  @Test
  void stopsAJointThatLeavesItsRange() {
    var slow =
        SimulatedFranka.of(FrankaParameters.fer(), new double[] {0, 0, 0, -1.5, 0, 1.5, 2.88});
    slow.begin(0);
    for (int cycle = 0; cycle < 1000; cycle++) {
      slow.read(state, cycle * CYCLE);
      torques[6] = Math.min(2, torques[6] + .5);
      slow.write(torques, cycle * CYCLE);
    }

    assertThat(reflexes()).containsExactly(Reflex.JOINT_POSITION_LIMITS_VIOLATION);
    slow.end();
    assertThatThrownBy(() -> slow.begin(0))
        .isInstanceOf(ArmException.class)
        .hasMessageStartingWith("joint 7 of franka-sim stands at ")
        .hasMessageEndingWith(
            "outside its limits of -2.8973 to 2.8973: move it by hand with place()");

    slow.place(new double[] {0, 0, 0, -1.5, 0, 1.5, 0});
    slow.begin(0);
  }

  @Test
  void givesWayToAPushAndGoesOn() {
    arm.push(new double[] {10, 0, 0, 0, 0, 0, 0}, 100);

    run(100);

    assertThat(state.dq[0]).isPositive();
    assertThat(state.reflexes).isZero();
    run(2000);
    assertThat(state.dq).containsOnly(0.0);
  }

  @Test
  void stopsWhenAJointIsPushedTooHard() {
    arm.push(new double[] {0, 101, 0, 0, 0, 0, 0}, 5);

    run(1);

    assertThat(reflexes()).contains(Reflex.JOINT_REFLEX);
  }

  @Test
  void stopsWhenItsFlangeIsPushedTooHard() {
    arm.pushFlange(new double[] {0, 0, -120}, 5);

    run(1);

    assertThat(reflexes()).containsExactly(Reflex.CARTESIAN_REFLEX);
  }

  @Test
  void movesWhereItsFlangeIsPushed() {
    double height = state.ee[11];
    arm.pushFlange(new double[] {0, 0, 60}, 300);

    run(300);

    assertThat(state.ee[11]).isGreaterThan(height + .01);
  }

  @Test
  void holdsALoadItKnowsAsItHoldsItself() {
    var loaded =
        SimulatedFranka.of(FrankaParameters.fr3().withPayload(2, 0, 0, .1), state.q.clone());
    double[] before = state.gravity.clone();
    loaded.begin(0);

    loaded.read(state, 0);

    assertThat(state.gravity[1]).isNotCloseTo(before[1], within(1.0));
    assertThat(state.dq).containsOnly(0.0);
  }

  @Test
  void isNotBegunTwice() {
    assertThatThrownBy(() -> arm.begin(time))
        .isInstanceOf(ArmException.class)
        .hasMessage("franka-sim is controlled already: end that before it is begun again");
    assertThatThrownBy(() -> arm.place(new double[7]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("franka-sim is controlled: end that before it is moved by hand");
  }

  @Test
  void standsOnlyWithinItsLimits() {
    assertThatThrownBy(() -> SimulatedFranka.of(FrankaParameters.fr3(), new double[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("q[3] is 0.0 rad: FR3 has limits of -3.0421 to -0.1518");
  }

  @Test
  void rehearsesWithoutMovingItself() {
    double[] before = state.q.clone();
    Arm rehearsal = arm.rehearsal();
    var other = new ArmState(7);
    rehearsal.begin(0);

    for (int cycle = 0; cycle < 50; cycle++) {
      rehearsal.read(other, cycle * 1_000_000L);
      Arrays.fill(torques, Math.min(3, cycle / 2.0));
      rehearsal.write(torques, cycle * 1_000_000L);
    }

    assertThat(other.dq).isNotEqualTo(new double[7]);
    assertThat(other.reflexes).isZero();
    Arrays.fill(torques, 0);
    run(1);
    assertThat(state.q).containsExactly(before);
  }

  @Test
  void catchesUpWithALongPauseInOneRead() {
    ramp(0, 5);
    run(50);

    time += 3_600_000_000_000L;
    arm.read(state, time);

    assertThat(state.dq).containsOnly(0.0);
    assertThat(reflexes()).containsExactly(Reflex.COMMUNICATION_CONSTRAINTS_VIOLATION);
  }

  @Test
  void allocatesNothingInItsCycles() {
    long allocated = Allocation.least(_ -> cycles(60_000));

    assertThat(allocated).isZero();
    assertThat(state.reflexes).isZero();
  }

  /// A spring and a damper that hold each joint where it began, pushed now and then.
  private void cycles(int count) {
    for (int cycle = 0; cycle < count; cycle++) {
      time += CYCLE;
      arm.read(state, time);
      for (int joint = 0; joint < 7; joint++) {
        double wanted = .3 * Math.sin(cycle * 2e-3) - 4 * state.dq[joint];
        torques[joint] += Math.clamp(wanted - torques[joint], -.9, .9);
      }
      arm.write(torques, time);
    }
  }

  private void run(int cycles) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      time += CYCLE;
      arm.read(state, time);
      arm.write(torques, time);
    }
    arm.read(state, time);
  }

  /// Raises the torque of a joint as fast as is allowed, about.
  private void ramp(int joint, double to) {
    while (torques[joint] < to) {
      torques[joint] = Math.min(to, torques[joint] + .9);
      run(1);
    }
  }

  private void miss(int cycles) {
    time += cycles * CYCLE;
    arm.read(state, time);
  }

  private void until(Reflex reflex) {
    for (int cycle = 0; cycle < 5000 && state.reflexes == 0; cycle++) {
      run(1);
    }
    assertThat(reflexes()).containsExactly(reflex);
  }

  private List<Reflex> reflexes() {
    return Reflex.of(state.reflexes);
  }
}
