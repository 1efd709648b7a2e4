package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.robot.ArmState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The published numbers, and what they refuse.
class FrankaParametersTest {
  private final FrankaParameters fr3 = FrankaParameters.fr3();

  @Test
  void letsAnFr3TurnSlowerTowardsTheEndsOfAJoint() {
    assertThat(fr3.upperVelocity(0, 0)).isEqualTo(2.62);
    assertThat(fr3.upperVelocity(0, 2.5)).isEqualTo(-.30 + Math.sqrt(12 * .2501), within(1e-12));
    assertThat(fr3.upperVelocity(0, 2.7437)).isZero();
    assertThat(fr3.lowerVelocity(0, 2.7437)).isEqualTo(-2.62);
    assertThat(fr3.lowerVelocity(3, -3)).isEqualTo(.30 - Math.sqrt(8 * .0481), within(1e-12));
    assertThat(fr3.lowerVelocity(5, .5445)).isZero();
  }

  @Test
  void letsAPandaTurnAsFastEverywhere() {
    var fer = FrankaParameters.fer();

    assertThat(fer.upperVelocity(0, 2.89)).isEqualTo(2.175);
    assertThat(fer.lowerVelocity(6, -2.89)).isEqualTo(-2.61);
  }

  @Test
  void weighsAsMuchAsItsLinksAndItsLoad() {
    assertThat(fr3.links().stream().mapToDouble(Link::mass).sum())
        .isEqualTo(16.062132, within(1e-9));
    assertThat(fr3.withPayload(.7, 0, 0, .1).links().stream().mapToDouble(Link::mass).sum())
        .isEqualTo(16.762132, within(1e-9));
  }

  @Test
  void reachesNoFartherThanItSays() {
    var random = new Random(7);
    var state = new ArmState(7);
    double farthest = 0;
    for (int posture = 0; posture < 2000; posture++) {
      double[] q = new double[7];
      for (int joint = 0; joint < 7; joint++) {
        q[joint] = random.nextDouble(fr3.limits().lower(joint), fr3.limits().upper(joint));
      }
      SimulatedFranka.of(fr3, q).read(state, 0);
      double height = state.ee[11] - fr3.limits().shoulder();
      farthest = Math.max(farthest, Math.hypot(Math.hypot(state.ee[3], state.ee[7]), height));
    }

    assertThat(farthest).isBetween(0.8, fr3.limits().reach());
    assertThat(fr3.limits().reach()).isEqualTo(0.858, within(1e-3));
  }

  @Test
  void saysWhatAPayloadMustBe() {
    assertThatThrownBy(() -> fr3.withPayload(0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a payload weighs 0.0 kg: expected a finite number above 0");
    assertThatThrownBy(() -> fr3.withPayload(1, 0, Double.NaN, 0))
        .hasMessage("a payload's centre is (0.0, NaN, 0.0): expected finite numbers, in m");
  }

  @Test
  void saysWhatFrictionMustBe() {
    assertThatThrownBy(() -> fr3.withFriction(-1, 0))
        .hasMessage("damping is -1.0: expected a finite number, 0 or more");
    assertThatThrownBy(() -> fr3.withArmature(Double.NaN))
        .hasMessage("armature is NaN: expected a finite number, 0 or more");
  }
}
