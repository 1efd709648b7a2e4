package dev.terrarium.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is handed on, by a clock that the test holds.
class ThrottleTest {
  private static final long MS = 1_000_000;
  private static final TopicPath JOINTS = TopicPath.of("sensor.joint_state");

  @Test
  void handsOnTheFirstAtOnceAndDropsTheRestOfTheInterval() {
    var throttle = leading(50);

    assertThat(throttle.admits(note(JOINTS, 1), 0)).isTrue();
    assertThat(throttle.admits(note(JOINTS, 2), 10 * MS)).isFalse();
    assertThat(throttle.admits(note(JOINTS, 3), 50 * MS - 1)).isFalse();
    assertThat(throttle.admits(note(JOINTS, 4), 50 * MS)).isTrue();
    assertThat(throttle.dropped()).isEqualTo(2);
    assertThat(throttle.nextRelease()).isEmpty();
  }

  @Test
  void countsTheIntervalFromWhatWasHandedOnAndNotFromWhatWasDropped() {
    var throttle = leading(50);
    throttle.admits(note(JOINTS, 1), 0);

    for (int ms = 10; ms < 50; ms += 10) {
      throttle.admits(note(JOINTS, ms), ms * MS);
    }

    assertThat(throttle.admits(note(JOINTS, 2), 50 * MS)).isTrue();
  }

  @Test
  void countsEachFullPathByItself() {
    var throttle = leading(50);

    assertThat(throttle.admits(note(JOINTS.child("left"), 1), 0)).isTrue();
    assertThat(throttle.admits(note(JOINTS.child("right"), 1), 0)).isTrue();
    assertThat(throttle.admits(note(JOINTS.child("left"), 2), 1)).isFalse();
  }

  @Test
  void takesTheMostSpecificRuleAndNoneWhereThereIsNone() {
    var throttle =
        new Throttle(
            Map.of(
                TopicPath.of("sensor"),
                ThrottleRule.leading(Duration.ofMillis(50)),
                JOINTS,
                ThrottleRule.leading(Duration.ZERO)));

    for (int i = 0; i < 3; i++) {
      assertThat(throttle.admits(note(JOINTS, i), i)).isTrue();
      assertThat(throttle.admits(note(TopicPath.of("param.x"), i), i)).isTrue();
    }
    assertThat(throttle.admits(note(TopicPath.of("sensor.imu"), 1), 0)).isTrue();
    assertThat(throttle.admits(note(TopicPath.of("sensor.imu"), 2), 1)).isFalse();
  }

  @Test
  void neverHoldsBackSafetyAndStateTransitions() {
    var throttle = new Throttle(Map.of(TopicPath.ROOT, ThrottleRule.leading(Duration.ofDays(1))));

    for (int i = 0; i < 3; i++) {
      assertThat(throttle.admits(note(TopicPath.STATE_MACHINE, i), 0)).isTrue();
      assertThat(throttle.admits(note(TopicPath.SAFETY_ERROR, i), 0)).isTrue();
    }
  }

  @Test
  void handsOnTheLastOfTheRestWhereItTrails() {
    var throttle = new Throttle(Map.of(JOINTS, ThrottleRule.trailing(Duration.ofMillis(50))));
    throttle.admits(note(JOINTS, 1), 0);
    throttle.admits(note(JOINTS, 2), 10 * MS);
    throttle.admits(note(JOINTS, 3), 20 * MS);

    assertThat(released(throttle, 49 * MS)).isEmpty();
    assertThat(throttle.nextRelease()).hasValue(50 * MS);
    assertThat(released(throttle, 50 * MS)).containsExactly(3);
    assertThat(released(throttle, 500 * MS)).isEmpty();
    assertThat(throttle.dropped()).isEqualTo(1);
  }

  @Test
  void whatTrailsBeginsANewInterval() {
    var throttle = new Throttle(Map.of(JOINTS, ThrottleRule.trailing(Duration.ofMillis(50))));
    throttle.admits(note(JOINTS, 1), 0);
    throttle.admits(note(JOINTS, 2), 10 * MS);
    released(throttle, 60 * MS);

    assertThat(throttle.admits(note(JOINTS, 3), 100 * MS)).isFalse();
    assertThat(throttle.admits(note(JOINTS, 4), 110 * MS)).isTrue();
    assertThat(released(throttle, 500 * MS)).isEmpty();
  }

  @Test
  void aClockThatJumpsBackDoesNotSilenceATopic() {
    var throttle = leading(50);
    throttle.admits(note(JOINTS, 1), 1_000_000 * MS);

    assertThat(throttle.admits(note(JOINTS, 2), 5 * MS)).isTrue();
    assertThat(throttle.admits(note(JOINTS, 3), 6 * MS)).isFalse();
  }

  @Test
  void pathsWithoutEndDoNotFillTheMemory() {
    var throttle = new Throttle(Map.of(TopicPath.ROOT, ThrottleRule.trailing(Duration.ofDays(1))));

    for (int i = 0; i < 20_000; i++) {
      var path = TopicPath.of("sensor.n" + i);
      assertThat(throttle.admits(note(path, i), i)).isTrue();
      throttle.admits(note(path, i), i);
    }

    assertThat(throttle.dropped()).isGreaterThanOrEqualTo(20_000 - 4_096);
  }

  @Test
  void refusesANegativeInterval() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThrottleRule.leading(Duration.ofMillis(-1)))
        .withMessage("The interval of a throttle is at least zero, not PT-0.001S");
  }

  private static Throttle leading(int ms) {
    return new Throttle(Map.of(JOINTS, ThrottleRule.leading(Duration.ofMillis(ms))));
  }

  private static List<Integer> released(Throttle throttle, long now) {
    var numbers = new ArrayList<Integer>();
    throttle.release(now, delivery -> numbers.add(((Note) delivery.payload()).number()));
    return numbers;
  }

  private static Delivery note(TopicPath path, int number) {
    return new Delivery(path, new Envelope(0, 0, "test", "x", new Note(number), Optional.empty()));
  }
}
