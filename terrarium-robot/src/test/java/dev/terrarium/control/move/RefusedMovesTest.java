package dev.terrarium.control.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.control.robot.ArmLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be moved, and what is said of it.
class RefusedMovesTest {
  private static final ArmLimits ARM =
      ArmLimits.between(new double[] {-1, -2}, new double[] {1, 2}).velocity(2, 3).build();

  private static Planned planned(double q, double dq, double ddq, double goal) {
    return Move.plan(
        new double[] {0, q},
        new double[] {0, dq},
        new double[] {0, ddq},
        new double[] {0, goal},
        MoveLimits.usual(2));
  }

  static Stream<Arguments> unfit() {
    String expected = "; expected a finite number between -1e6 and 1e6";
    return Stream.of(
        Arguments.of(Double.NaN, 0, 0, 0, "it is at NaN rad" + expected),
        Arguments.of(0, Double.NEGATIVE_INFINITY, 0, 0, "its velocity is -Infinity rad/s"),
        Arguments.of(0, 0, Double.NaN, 0, "its acceleration is NaN rad/s²"),
        Arguments.of(0, 0, 0, Double.NaN, "its goal is NaN rad"),
        Arguments.of(0, 0, 0, Double.POSITIVE_INFINITY, "its goal is Infinity rad"),
        Arguments.of(0, 0, 0, 1e7, "its goal is 1.0E7 rad"),
        Arguments.of(
            0, 1e6, 0, 0, "s; expected a start and limits with which it takes 100000.0 s"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void refusesNumbersThatNoMoveCanBeMadeOf(
      double q, double dq, double ddq, double goal, String message) {
    Planned planned = planned(q, dq, ddq, goal);

    assertThat(planned)
        .isInstanceOfSatisfying(
            Planned.Refused.class,
            refused -> {
              assertThat(refused.joint()).isEqualTo(1);
              assertThat(refused.sentence())
                  .startsWith("joint 2 cannot be moved: ")
                  .contains(message);
            });
  }

  @Test
  void refusesListsOfAnotherLength() {
    double[] two = new double[2];

    assertThatThrownBy(() -> Move.plan(two, two, two, new double[7], MoveLimits.usual(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 positions of the goal are given for 2 joints");
    assertThatThrownBy(() -> Move.plan(two, new double[1], two, two, MoveLimits.usual(2)))
        .hasMessage("1 velocities are given for 2 joints");
    assertThatThrownBy(() -> new MoveLimits(two, new double[1], two))
        .hasMessageContaining("the limit of velocity of joint 1 is 0.0: expected a number between");
    assertThatThrownBy(() -> MoveLimits.usual(2).atMost(ArmLimits.between(one(-1), one(1)).build()))
        .hasMessage("the limits are of 2 joints and the arm has 1");
    assertThatThrownBy(() -> planned(0, 0, 0, 0).within(ArmLimits.between(one(-1), one(1)).build()))
        .hasMessage("the move is of 2 joints and the arm has 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-7, 1e7})
  void refusesLimitsThatLeaveNothingToPlanWith(double limit) {
    assertThatThrownBy(() -> new MoveLimits(one(1), one(1), one(limit)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the limit of jerk of joint 1 is "
                + limit
                + ": expected a number between 1.0E-6 and 1000000.0");
    assertThatThrownBy(() -> new MoveLimits(new double[0], new double[0], new double[0]))
        .hasMessage("limits are given for no joint: expected one number each");
  }

  @Test
  void refusesAGoalWhereTheArmMayNotBe() {
    Planned planned = planned(0, 0, 0, 2.5).within(ARM);

    assertThat(planned)
        .isEqualTo(
            new Planned.Refused(1, "its goal is 2.5 rad", "a position between -2.0 and 2.0 rad"));
    assertThat(planned.within(ARM)).isSameAs(planned);
  }

  @Test
  void refusesAWayThatPassesWhereTheArmMayNotBe() {
    Planned planned = planned(1.9, 0.5, 0, 0).within(ARM);

    assertThat(planned)
        .isInstanceOfSatisfying(
            Planned.Refused.class,
            refused -> assertThat(refused.why()).matches("it would pass 2\\.\\d+ rad"));
  }

  @Test
  void movesToTheEdgeOfTheRangeAndBackInsideFromBeyondIt() {
    assertThat(planned(-0.3, 0, 0, 2).within(ARM)).isInstanceOf(Move.class);
    assertThat(planned(0.7, 0, 0, -2).within(ARM)).isInstanceOf(Move.class);
    assertThat(planned(2.2, 0, 0, 0).within(ARM)).isInstanceOf(Move.class);
    assertThat(planned(2.2, 0.1, 0, 0).within(ARM)).isInstanceOf(Planned.Refused.class);
  }

  @Test
  void takesTheSmallerOfItsLimitsAndTheArms() {
    MoveLimits limits = MoveLimits.usual(2).atMost(ARM);

    assertThat(limits.velocity(1)).isEqualTo(3);
    assertThat(limits.acceleration(1)).isEqualTo(5);
    assertThat(limits.jerk(0)).isEqualTo(1);
  }

  private static double[] one(double value) {
    return new double[] {value};
  }
}
