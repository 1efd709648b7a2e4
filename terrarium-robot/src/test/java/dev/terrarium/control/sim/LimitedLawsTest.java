package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.law.Duty;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.LawSwitch;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Limiting;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.law.TorqueLimiter;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.Reflex;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulated FR3 under laws that are asked for more than it can do.
class LimitedLawsTest {
  private static final int JOINTS = 7;
  private static final double[] READY = {0, -0.785, 0, -2.356, 0, 1.571, 0.785};

  private final SimulatedFranka arm = SimulatedFranka.of(FrankaParameters.fr3(), READY);
  private final ArmState state = new ArmState(JOINTS);

  /// Goals beyond every range, a pose that is out of reach, torques that no joint bears for long;
  /// turned round each second.
  private Setting excessive(int way) {
    double[] q = new double[JOINTS];
    double[] torque = new double[JOINTS];
    for (int joint = 0; joint < JOINTS; joint++) {
      double side = joint % 2 == 0 ? way : -way;
      q[joint] = READY[joint] + 6 * side;
      torque[joint] = (joint < 4 ? 80 : 11) * side;
    }
    double[] pose = state.ee.clone();
    pose[3] += 0.9 * way;
    pose[7] += 0.5 * way;
    return Setting.holding(state).withQDesired(q).withTorque(torque).withEeDesired(pose);
  }

  /// Drives the arm for three seconds, and returns the reflexes that it ends with.
  private List<Reflex> reflexes(String law, Limiting limiting) {
    arm.begin(0);
    arm.read(state, 0);
    var laws = LawSwitch.through(TorqueLimiter.of(arm.limits(), limiting));
    laws.begin(state);
    double[] torques = new double[JOINTS];
    Duty duty = Duty.of(Laws.named(law, JOINTS), Setting.holding(state));
    for (int cycle = 1; cycle <= 3_000 && state.reflexes == 0; cycle++) {
      if (cycle % 1_000 == 1) {
        duty = duty.with(excessive(cycle % 2_000 == 1 ? 1 : -1));
      }
      arm.read(state, cycle * 1_000_000L);
      laws.torques(duty, state, torques);
      arm.write(torques, cycle * 1_000_000L);
    }
    arm.end();
    return Reflex.of(state.reflexes);
  }

  /// Four seconds of commands that nobody would give: postures, goals, gains and laws by chance,
  /// some for some milliseconds only.
  private List<Reflex> reflexes(Random random) {
    ArmLimits limits = arm.limits();
    arm.place(
        chosen(random, joint -> limits.lower(joint) + 0.02, joint -> limits.upper(joint) - 0.02));
    arm.begin(0);
    arm.read(state, 0);
    var laws = LawSwitch.through(TorqueLimiter.of(limits, Limiting.FULL));
    laws.begin(state);
    double[] torques = new double[JOINTS];
    Duty duty = Duty.of(Laws.gravityCompensation(), Setting.holding(state));
    int next = 1;
    for (int cycle = 1; cycle <= 4_000 && state.reflexes == 0; cycle++) {
      if (cycle == next) {
        duty = another(random, duty);
        next += random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 50 + random.nextInt(800);
      }
      arm.read(state, cycle * 1_000_000L);
      laws.torques(duty, state, torques);
      arm.write(torques, cycle * 1_000_000L);
    }
    arm.end();
    return Reflex.of(state.reflexes);
  }

  private Duty another(Random random, Duty before) {
    Duty duty = before;
    if (random.nextInt(3) == 0) {
      String law = Laws.names().get(random.nextInt(Laws.names().size()));
      duty = duty.switchedTo(Laws.named(law, JOINTS), state);
    }
    double far = List.of(0.3, 2.0, 6.0, 60.0).get(random.nextInt(4));
    double[] pose = state.ee.clone();
    for (int axis = 0; axis < 3; axis++) {
      pose[4 * axis + 3] += far / 3 * random.nextDouble(-1, 1);
    }
    ArmLimits limits = arm.limits();
    double stiff = random.nextDouble(10, 800);
    Gains gains =
        duty.setting()
            .gains()
            .with(Gains.Name.KP, chosen(random, _ -> 0, _ -> stiff))
            .with(Gains.Name.KD, chosen(random, _ -> 0, _ -> 40))
            .with(Gains.Name.EE_KP, Arrays.copyOf(chosen(random, _ -> 0, _ -> 2 * stiff), 6));
    return duty.with(
        duty.setting()
            .withGains(gains)
            .withQDesired(
                chosen(random, joint -> state.q[joint] - far, joint -> state.q[joint] + far))
            .withTorque(chosen(random, joint -> -limits.torque(joint), limits::torque))
            .withEeDesired(pose));
  }

  private static double[] chosen(Random random, IntToDoubleFunction from, IntToDoubleFunction to) {
    return IntStream.range(0, JOINTS)
        .mapToDouble(joint -> random.nextDouble(from.applyAsDouble(joint), to.applyAsDouble(joint)))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void noCommandsByChanceLeadToAReflexWithinLimits(int seed) {
    assertThat(reflexes(new Random(seed))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"impedance", "pid", "osc", "osc_damped", "torque", "gravity"})
  void noLawLeadsToAReflexWithinLimits(String law) {
    assertThat(reflexes(law, Limiting.FULL)).isEmpty();
  }

  @Test
  void theReferencesLimitsLeadToOne() {
    assertThat(reflexes("impedance", Limiting.PARITY)).isNotEmpty();
  }
}
