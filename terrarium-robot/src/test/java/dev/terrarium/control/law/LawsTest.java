package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What each law wants, and how one follows another.
class LawsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  private final ArmState state = new ArmState(1);
  private final double[] torques = new double[1];

  private LawSwitch lawSwitch() {
    var limits = ArmLimits.between(new double[] {-3}, new double[] {3}).build();
    var made = LawSwitch.through(TorqueLimiter.of(limits, Limiting.PARITY));
    made.begin(state);
    return made;
  }

  private Setting wanting(double q) {
    return Setting.holding(state).withQDesired(q).withClip(false);
  }

  @Test
  void everyNamedLawSaysItsName() {
    for (String name : Laws.names()) {
      assertThat(Laws.named(name, 7).name()).isEqualTo(name);
    }
  }

  @Test
  void refusesANameThatNoLawHasAndAnArmWithoutJoints() {
    assertThatThrownBy(() -> Laws.named("pd", 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no law 'pd': expected one of impedance, pid, osc, osc_damped, torque, gravity");
    assertThatThrownBy(() -> Laws.pid(0)).hasMessage("An arm has at least one joint, not 0");
    assertThatThrownBy(() -> Gains.usual(0)).hasMessage("An arm has at least one joint, not 0");
    assertThatThrownBy(() -> Gains.usual(-1)).hasMessage("An arm has at least one joint, not -1");
    assertThatThrownBy(() -> Law.of(" ", (_, _, _) -> {}))
        .hasMessage("A law needs a name, such as impedance");
    assertThatThrownBy(() -> Law.of(null, (_, _, _) -> {}))
        .hasMessage("name is what the law is called, such as impedance, not null");
    assertThatThrownBy(() -> Law.of("own", null))
        .hasMessage("rule is what computes torques, not null");
  }

  @Test
  void refusesADampingThatIsNone() {
    assertThatThrownBy(() -> Damping.usual().withHeaviest(Double.NaN))
        .hasMessage("The heaviest that is served exactly is NaN: expected a finite number above 0");
    assertThatThrownBy(() -> Damping.usual().withFactor(1.5))
        .hasMessage("The factor of the damping is 1.5: expected a number above 0, up to 1");
  }

  @Test
  void limitsByWhatTheArmGaveWhateverALawWritesIntoTheState() {
    var limits =
        ArmLimits.between(new double[] {-3}, new double[] {3}).torque(10).torqueRate(1000).build();
    var lawSwitch = LawSwitch.through(TorqueLimiter.of(limits, Limiting.FULL));
    lawSwitch.begin(state);
    Law writes =
        Law.of(
            "writes",
            (state, _, torques) -> {
              state.lastTorque[0] = 1e9;
              torques[0] = 1e9;
            });

    lawSwitch.torques(Duty.of(writes, wanting(0)), state, torques);

    assertThat(torques[0]).isEqualTo(1, Offset.offset(1e-5));
    assertThat(state.lastTorque[0]).isZero();
  }

  @Test
  void impedanceIsASpringAndADamper() {
    state.q[0] = 0.5;
    state.dq[0] = 0.25;

    Laws.impedance().torques(state, wanting(1), torques);

    assertThat(torques[0]).isEqualTo(80 * 0.5 - 4 * 0.25);
  }

  @Test
  void pidGathersEachCycleUpToABound() {
    Law pid = Laws.pid(1);
    pid.enter(state, wanting(1));

    pid.torques(state, wanting(1), torques);
    assertThat(torques[0]).isEqualTo(80 + 0.1 * 1e-3, CLOSE);

    for (int cycle = 0; cycle < 20_000; cycle++) {
      pid.torques(state, wanting(1), torques);
    }
    assertThat(torques[0]).isEqualTo(80 + 0.1 * 10, CLOSE);
  }

  @Test
  void pidForgetsWhatItGatheredWhenItTakesOverAlsoFromItself() {
    LawSwitch lawSwitch = lawSwitch();
    Duty duty = Duty.of(Laws.pid(1), wanting(1));
    lawSwitch.torques(duty, state, torques);
    lawSwitch.torques(duty.with(wanting(1)), state, torques);
    assertThat(torques[0]).isEqualTo(80 + 0.1 * 2e-3, CLOSE);

    Duty anew = duty.switchedTo(duty.law(), state);
    lawSwitch.torques(anew.with(wanting(1)), state, torques);

    assertThat(torques[0]).isEqualTo(80 + 0.1 * 1e-3, CLOSE);
  }

  @Test
  void anArmThatIsBegunAgainFindsTheLawAsNew() {
    LawSwitch lawSwitch = lawSwitch();
    Duty duty = Duty.of(Laws.pid(1), wanting(1));
    lawSwitch.torques(duty, state, torques);

    lawSwitch.begin(state);
    assertThat(lawSwitch.law()).isNull();
    lawSwitch.torques(duty, state, torques);

    assertThat(torques[0]).isEqualTo(80 + 0.1 * 1e-3, CLOSE);
  }

  @Test
  void saysWhichLawComputesAndSinceWhen() {
    LawSwitch lawSwitch = lawSwitch();
    Duty first = Duty.of(Laws.impedance(), wanting(1));
    state.nanoTime = 5;
    lawSwitch.torques(first, state, torques);
    Duty second = first.switchedTo(Laws.torque(), state);
    state.nanoTime = 6;
    lawSwitch.torques(second, state, torques);
    state.nanoTime = 7;
    lawSwitch.torques(second, state, torques);

    assertThat(lawSwitch.law()).isSameAs(second.law());
    assertThat(lawSwitch.sinceNanos()).isEqualTo(6);
    assertThat(lawSwitch.swap()).isEqualTo(2);
  }

  @Test
  void aSwitchHoldsTheArmWhereItStandsWithTheSameGains() {
    Gains soft = Gains.usual(1).with(Gains.Name.KP, 7);
    Duty before = Duty.of(Laws.impedance(), wanting(1).withGains(soft));
    state.q[0] = 0.75;

    Setting setting = before.switchedTo(Laws.pid(1), state).setting();

    assertThat(setting.qDesired(0)).isEqualTo(0.75);
    assertThat(setting.initialQ(0)).isEqualTo(0.75);
    assertThat(setting.gains()).isSameAs(soft);
  }

  @Test
  void aLambdaIsALaw() {
    Law push = Law.of("push", (at, wanted, into) -> into[0] = wanted.torque(0) - 2 * at.dq[0]);
    state.dq[0] = 0.5;

    push.torques(state, wanting(0).withTorque(3), torques);

    assertThat(push.name()).isEqualTo("push");
    assertThat(torques[0]).isEqualTo(2);
  }

  @Test
  void gravityCompensationAsksForNoTorque() {
    torques[0] = 4;

    Laws.gravityCompensation().torques(state, wanting(1), torques);

    assertThat(torques[0]).isZero();
  }

  @Test
  void theUsualGainsOfAnArmKnowWhatItCanBear() {
    var limits = ArmLimits.between(new double[] {-3, -3}, new double[] {3, 3}).torque(87, 12);

    assertThat(Gains.usual(limits.build()).list(Gains.Name.TORQUE_LIMIT)).containsExactly(87, 12);
  }
}
