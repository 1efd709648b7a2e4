package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.sim.SimulatedFranka;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What an arm in memory is put through before the arm itself is live.
class PracticeTest {
  private static final long CYCLE = 1_000_000;

  private final Arm arm = SimulatedFranka.fr3().rehearsal();
  private final List<Law> own = new ArrayList<>();
  private final ArmOptions options = ArmOptions.standard().withLaws(List.of(this::made));
  private final Practice practice = new Practice(arm.limits(), options.limiting(), options.laws());
  private final ArmState state = new ArmState(7);
  private final Set<String> laws = new HashSet<>();
  private double decays;
  private double farthest;

  private Law made() {
    Law law = Law.of("own", (_, _, torques) -> Arrays.fill(torques, 0));
    own.add(law);
    return law;
  }

  @Test
  void putsAnArmThroughEveryLawThroughMovesAndThroughTargetsThatAreTooOld() {
    act(3_000);

    for (String law : Laws.names()) {
      assertThat(laws).contains("the law '%s' (switchTo chooses another)".formatted(law));
    }
    assertThat(decays).isGreaterThanOrEqualTo(Laws.names().size());
    assertThat(farthest).as("rad from home").isGreaterThan(0.1);
  }

  @Test
  void putsAnArmThroughLawsOfOnesOwnEachTimeByOneMadeForIt() {
    act(6_000);

    assertThat(laws).contains("the law 'own' (switchTo chooses another)");
    assertThat(own).hasSizeGreaterThan(1);
  }

  private void act(int cycles) {
    double[] torques = new double[7];
    double[] extras = new double[practice.extras()];
    arm.begin(0);
    arm.read(state, 0);
    double[] home = state.q.clone();
    practice.begin(state);
    for (int cycle = 1; cycle <= cycles; cycle++) {
      arm.read(state, cycle * CYCLE);
      practice.torques(state, torques);
      practice.extras(extras);
      arm.write(torques, cycle * CYCLE);
      laws.add(practice.subject());
      decays = extras[Extra.DECAYS];
      for (int joint = 0; joint < 7; joint++) {
        farthest = Math.max(farthest, Math.abs(state.q[joint] - home[joint]));
      }
    }
  }
}
