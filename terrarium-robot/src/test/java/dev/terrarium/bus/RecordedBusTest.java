package dev.terrarium.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.bus.actuator.ActuatorPort;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Flight Recorder has of a bus and of actuators.
class RecordedBusTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final TopicPath TOPIC = TopicPath.of("sensor.gauge");

  private @TempDir Path folder;

  @Test
  void recordsWhatAFullMailboxDropsButNotWhatTheLatestReplaces() throws IOException {
    Path file = folder.resolve("drops.jfr");
    try (var recording = new Recording();
        var bus = Bus.open(Optional.of(ARM), BusOptions.of("test"))) {
      recording.enable("dev.terrarium.bus.Drop");
      bus.subscribe(TOPIC, SubscriptionOptions.named("old").holding(1, Overflow.DROP_OLDEST));
      bus.subscribe(TOPIC, SubscriptionOptions.named("new").holding(1, Overflow.DROP_NEWEST));
      bus.subscribe(TOPIC, SubscriptionOptions.named("latest").latest());
      recording.start();
      bus.publish(TOPIC, new Note(1));
      bus.publish(TOPIC, new Note(2));
      recording.dump(file);
    }

    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().endsWith("Drop"))
        .extracting(event -> event.getString("subscription") + " " + event.getString("topic"))
        .containsExactly("old sensor.gauge", "new sensor.gauge");
  }

  @Test
  void recordsThatAnActuatorWasRejectedAndWhy() throws IOException {
    Path file = folder.resolve("rejections.jfr");
    try (var recording = new Recording();
        var safety = Safety.open();
        var bus = Bus.open(Optional.of(ARM), BusOptions.of("test"));
        var port =
            ActuatorPort.open(
                bus,
                safety.register(ARM, GateOptions.defaults()),
                ComponentPath.of("shoulder"),
                Set.of(PayloadTypes.of(ActuatorCommand.Hold.class)),
                (_, _) -> {})) {
      recording.enable("dev.terrarium.bus.Rejection");
      recording.start();
      var _ = port.call(new ActuatorCommand.Hold(Optional.empty()));
      var _ =
          port.call(new ActuatorCommand.Stop(ActuatorCommand.StopMode.IMMEDIATE, Optional.empty()));
      recording.dump(file);
    }

    assertThat(RecordingFile.readAllEvents(file))
        .extracting(event ->
            event.getString("actuator")
                + " "
                + event.getString("command")
                + " "
                + event.getString("reason"))
        .containsExactly(
            "shoulder actuator.command.hold disarmed",
            "shoulder actuator.command.stop unsupported_command");
  }
}
