package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Flight Recorder has of a broker.
class RecordedTest {
  private @TempDir Path folder;

  @Test
  void recordsOperationsInterruptsAndRefusals() throws IOException, InterruptedException {
    Path file = folder.resolve("broker.jfr");
    try (var recording = new Recording();
        var robot = new Rig().armed()) {
      recording.enable("dev.terrarium.broker.Operation");
      recording.enable("dev.terrarium.broker.Action");
      recording.start();
      var _ = robot.call("move");
      var move = robot.running();
      move.onInterrupt = () -> move.raises("terrarium.Interrupted", "");
      robot.trip();
      robot.lanes.run();
      var _ = robot.call("late");
      robot.lanes.run();
      recording.dump(file);
    }

    var events = RecordingFile.readAllEvents(file);

    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().endsWith("Operation"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getString("called")).isEqualTo("m.move");
          assertThat(event.getString("outcome")).isEqualTo("safety_disarmed");
          assertThat(event.getString("level")).isEqualTo("interrupted");
        });
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().endsWith("Action"))
        .extracting(event -> event.getString("action") + " " + event.getString("of"))
        .containsExactly("interrupted m.move", "refused m.late");
  }
}
