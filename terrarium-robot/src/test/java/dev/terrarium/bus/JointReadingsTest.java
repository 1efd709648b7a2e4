package dev.terrarium.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.message.payload.Sensor;
import dev.terrarium.message.topic.TopicPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Joint states update the robot's state by name.
class JointReadingsTest {
  private final JointReadings readings = new JointReadings(List.of("shoulder", "elbow"));

  @Test
  void updatesByNameAndPassesUnknownJointsOver() {
    readings.apply(
        new Sensor.JointState(
            List.of("elbow", "tail", "shoulder"), List.of(1.0, 2.0, 3.0), List.of(), List.of()));

    assertThat(readings.position("elbow")).hasValue(1.0);
    assertThat(readings.position("shoulder")).hasValue(3.0);
    assertThat(readings.velocity("elbow")).isEmpty();
  }

  @Test
  void appliesJointStatesThatArePublishedAndPassesOtherPayloadsOver() {
    try (var bus = Bus.open(Optional.empty(), BusOptions.of("test"));
        var box = bus.subscribe(TopicPath.of("sensor"), SubscriptionOptions.named("box"))) {
      bus.publish(
          TopicPath.of("sensor.joints"),
          new Sensor.JointState(List.of("elbow"), List.of(0.5), List.of(), List.of()));
      bus.publish(TopicPath.of("sensor.notes"), new Note(1));

      box.poll().ifPresent(readings);
      box.poll().ifPresent(readings);
    }

    assertThat(readings.position("elbow")).hasValue(0.5);
    assertThat(readings.position("shoulder")).isEmpty();
  }

  @Test
  void appliesWhatIsThereOfListsThatAreShorterOrLongerThanTheNames() {
    readings.apply(
        new Sensor.JointState(
            List.of("shoulder", "elbow"), List.of(1.0), List.of(0.1, 0.2, 0.3), List.of(5.0)));

    assertThat(readings.position("shoulder")).hasValue(1.0);
    assertThat(readings.position("elbow")).isEmpty();
    assertThat(readings.velocity("elbow")).hasValue(0.2);
    assertThat(readings.effort("shoulder")).hasValue(5.0);
  }

  @Test
  void keepsWhatALaterMessageSaysNothingOf() {
    readings.apply(new Sensor.JointState(List.of("elbow"), List.of(1.0), List.of(2.0), List.of()));
    readings.apply(new Sensor.JointState(List.of("elbow"), List.of(1.5), List.of(), List.of()));

    assertThat(readings.position("elbow")).hasValue(1.5);
    assertThat(readings.velocity("elbow")).hasValue(2.0);
  }

  @Test
  void refusesToTellOfAJointThatIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> readings.position("tail"))
        .withMessage("There is no joint \"tail\"; there are [shoulder, elbow]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JointReadings(List.of("a", "a")))
        .withMessage("The joint a is named twice");
  }
}
