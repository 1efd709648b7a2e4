package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Filter;
import java.util.logging.Logger;
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

  @Test
  void recordsEveryStepAgainstACallThatDoesNotEnd() throws IOException, InterruptedException {
    Path file = folder.resolve("steps.jfr");
    try (var recording = new Recording();
        var robot = new Rig().armed()) {
      recording.enable("dev.terrarium.broker.Action");
      recording.start();
      var _ = robot.call("swallow");
      robot.running();
      robot.lanes.pass(Duration.ofSeconds(5));
      robot.trip();
      robot.refusals = 1;
      robot.lanes.pass(Duration.ofSeconds(2));
      recording.dump(file);
    }

    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().endsWith("Action"))
        .extracting(event -> event.getString("action"))
        .containsExactly("long", "interrupted", "poisoned", "killed", "not restarted", "restarted");
  }

  @Test
  void recordsACallThatWasGivenUpBeforeItBegan() throws IOException, InterruptedException {
    Path file = folder.resolve("waiting.jfr");
    try (var recording = new Recording();
        var robot = new Rig().armed()) {
      recording.enable("dev.terrarium.broker.Operation");
      recording.start();
      var _ = robot.callInAnyState("first");
      var _ = robot.call("second");
      robot.running();
      robot.lanes.pass(Duration.ofMillis(30));
      robot.trip();
      robot.lanes.run();
      recording.dump(file);
    }

    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().endsWith("Operation"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getString("called")).isEqualTo("m.second");
          assertThat(event.getString("outcome")).isEqualTo("safety_disarmed");
          assertThat(event.getDuration("queued")).isEqualTo(Duration.ofMillis(30));
        });
  }

  @Test
  void warnsInTheLogOfACallThatTakesLong() throws InterruptedException {
    var lines =
        logged(robot -> {
          var _ = robot.call("crunch");
          robot.running();
          robot.lanes.pass(Duration.ofSeconds(6));
        });

    assertThat(lines).contains("WARNING arm: m.crunch has run for 5000 ms, and runs on");
  }

  @Test
  void warnsInTheLogOfAProcessThatDiedAndToldNothingElse() throws InterruptedException {
    var lines =
        logged(robot -> {
          robot.lanes.run();
          robot.host().crash("it was ended by signal 9");
          robot.lanes.run();
        });

    assertThat(lines)
        .contains("WARNING arm: the process of its scripts has ended: it was ended by signal 9");
  }

  private static List<String> logged(Consumer<Rig> work) throws InterruptedException {
    List<String> lines = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("dev.terrarium.broker");
    Filter before = logger.getFilter();
    logger.setFilter(line -> {
      lines.add(
          line.getLevel() + " " + MessageFormat.format(line.getMessage(), line.getParameters()));
      return false;
    });
    try (var robot = new Rig().armed()) {
      work.accept(robot);
    } finally {
      logger.setFilter(before);
    }
    return lines;
  }
}
