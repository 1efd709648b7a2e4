package dev.terrarium.control.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// What moves are made of.
class JerksTest {
  private static final Bounds BOUNDS = new Bounds(2, 4, 8);

  @Test
  void bisectionEndsAtTheLastDoubleThatHoldsHoweverSmall() {
    assertThat(Bisection.largest(0, 10, it -> it <= 1 / 3.0)).isEqualTo(1 / 3.0);
    assertThat(Bisection.largest(0, 10, it -> it <= 1e-300)).isEqualTo(1e-300);
    assertThat(Bisection.largest(-0.0, 10, it -> it <= 0)).isZero();
    assertThat(Bisection.largest(0, 10, _ -> true)).isEqualTo(10);
    assertThat(Bisection.largest(3, 3, _ -> false)).isEqualTo(3);
  }

  @Test
  void aRampHoldsTheAccelerationThatItMayHave() {
    Ramp ramp = Ramp.of(0, 6, BOUNDS);

    assertThat(ramp).isEqualTo(new Ramp(8, 4, 0.5, 1, 0.5));
    assertThat(ramp.seconds()).isEqualTo(2);
  }

  @Test
  void aRampGoesOnFromTheAccelerationThatThereIs() {
    // Coasting from 3 rad/s² adds 9/16 rad/s; 1 rad/s more takes a peak of √17.
    Ramp ramp = Ramp.of(3, 1, new Bounds(2, 5, 8));

    assertThat(ramp.peak()).isCloseTo(Math.sqrt(17), within(1e-15));
    assertThat(new Jerks().add(ramp).duration())
        .isCloseTo((2 * Math.sqrt(17) - 3) / 8, within(1e-15));
  }

  @Test
  void whatLiesBetweenTwoWaysLeadsAsFarAsTheirMeanAndTheShorterRestsOn() {
    var there = new Jerks().add(Ramp.of(0, 1, BOUNDS)).add(Ramp.of(0, -1, BOUNDS));
    var fartherOn = new Jerks().add(Ramp.of(0, 2, BOUNDS)).cruise(1).add(Ramp.of(0, -2, BOUNDS));

    Jerks mean = Jerks.between(there, fartherOn, 0, 0.25);

    assertThat(mean.distance(0, 0))
        .isCloseTo(0.75 * there.distance(0, 0) + 0.25 * fartherOn.distance(0, 0), within(1e-14));
    assertThat(mean.duration()).isCloseTo(fartherOn.duration(), within(1e-14));
  }

  @Test
  void aCurveThatIsNotWhatWasAskedForIsABugWithItsNumbers() {
    var way = new Jerks().add(Ramp.of(0, 3, BOUNDS)).cruise(1).add(Ramp.of(0, -3, BOUNDS));
    var astray = new Curve(0, 0, 0, 99, way);
    var fast = new Curve(0, 0, 0, way.distance(0, 0), way);

    assertThatThrownBy(() -> Proof.require(astray, BOUNDS, way.duration()))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("a bug of ours: a move ends at ")
        .hasMessageContaining(
            "It was from position 0.0, velocity 0.0, acceleration 0.0 to 99.0 in");
    assertThat(Proof.holds(fast, BOUNDS, way.duration())).isFalse();
    assertThat(Proof.holds(fast, new Bounds(3, 4, 8), way.duration())).isTrue();
    assertThat(Proof.holds(fast, new Bounds(3, 3, 8), way.duration())).isFalse();
    assertThat(Proof.holds(fast, new Bounds(3, 4, 7), way.duration())).isFalse();
    assertThat(Proof.holds(fast, new Bounds(3, 4, 8), way.duration() - 1e-6)).isFalse();
  }
}
