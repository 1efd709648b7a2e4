package dev.terrarium.message.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths of topics are lists of symbols, the first of which may be a source type.
class TopicPathTest {
  @Test
  void isAListOfSymbolsWrittenWithDots() {
    var path = TopicPath.of("sensor.camera.rgbd");

    assertThat(path.segments()).containsExactly("sensor", "camera", "rgbd");
    assertThat(path).isEqualTo(TopicPath.of(List.of("sensor", "camera", "rgbd")));
    assertThat(path).isEqualTo(TopicPath.of(SourceType.SENSOR, "camera", "rgbd"));
    assertThat(path).hasSameHashCodeAs(TopicPath.of("sensor").child("camera").child("rgbd"));
    assertThat(path).hasToString("sensor.camera.rgbd");
  }

  @Test
  void theFirstSegmentIsASourceTypeWhereItIsOneOfThese() {
    assertThat(Arrays.stream(SourceType.values()).map(SourceType::segment))
        .containsExactly(
            "sensor",
            "actuator",
            "controller",
            "estimator",
            "command",
            "param",
            "state_machine",
            "safety");
    assertThat(TopicPath.of("state_machine").source()).contains(SourceType.STATE_MACHINE);
    assertThat(TopicPath.of("perception.objects").source()).isEmpty();
    assertThat(TopicPath.ROOT.source()).isEmpty();
  }

  @Test
  void knowsItsAncestorsTheNearestFirst() {
    assertThat(TopicPath.of("a.b.c").ancestors())
        .containsExactly(TopicPath.of("a.b"), TopicPath.of("a"), TopicPath.ROOT);
    assertThat(TopicPath.ROOT.ancestors()).isEmpty();
    assertThat(TopicPath.of("")).isSameAs(TopicPath.ROOT);
  }

  @Test
  void isAPrefixOfItselfAndOfWhatLiesBelowAndOfNothingElse() {
    var camera = TopicPath.of("sensor.camera");

    assertThat(camera.isPrefixOf(camera)).isTrue();
    assertThat(camera.isPrefixOf(TopicPath.of("sensor.camera.rgbd"))).isTrue();
    assertThat(TopicPath.ROOT.isPrefixOf(camera)).isTrue();
    assertThat(camera.isPrefixOf(TopicPath.of("sensor.camera_2"))).isFalse();
    assertThat(camera.isPrefixOf(TopicPath.of("sensor"))).isFalse();
  }

  @Test
  void whatTheRuntimeTellsIsReservedAndSafetyAndStatesAreUrgent() {
    assertThat(TopicPath.of("command.go.1").isReserved()).isTrue();
    assertThat(TopicPath.of("sensor.x").isReserved()).isFalse();
    assertThat(TopicPath.SAFETY_ERROR.isUrgent()).isTrue();
    assertThat(TopicPath.STATE_MACHINE.isUrgent()).isTrue();
    assertThat(TopicPath.of("command.go.1").isUrgent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "sensor.",
        ".sensor",
        "sensor..x",
        "Sensor",
        "sensor.*",
        "sen sor",
        "sensor.é"
      })
  void refusesWhatIsNoSymbol(String dotted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicPath.of(dotted))
        .withMessageContaining("a segment is 1 to 128 of a-z, 0-9 and _, as in sensor.camera.rgbd");
  }

  @Test
  void saysWhichSegmentIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicPath.of("sensor.cam-1"))
        .withMessageStartingWith("Segment 2 of a topic's path is \"cam-1\", after sensor;");
  }

  @Test
  void refusesPathsOfTooManySegments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicPath.of("a" + ".a".repeat(32)))
        .withMessageContaining("more than 32 segments");
  }
}
