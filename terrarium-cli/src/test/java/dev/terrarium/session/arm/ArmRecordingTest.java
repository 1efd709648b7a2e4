package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that clients record into.
class ArmRecordingTest {
  private final Stations robot = new Stations();
  private final ArmKeeper keeper = ArmKeeper.of(robot.safety, robot.gate);
  private final ArmDesk desk = ArmDesk.of(robot.station, keeper, ArmDesk.Abandoned.STOPS);

  @TempDir Path folder;

  @AfterEach
  void close() {
    desk.close();
    robot.close();
  }

  /// One who may command the arm.
  private final class Client {
    final Talk heard = new Talk();
    final ArmClient client = desk.join(heard);

    void say(int id, String rest) {
      client.say("{\"id\": " + id + ", \"do\": " + rest + "}");
    }

    void record(int id, Path file) {
      say(id, "\"record\", \"seconds\": 3600, \"path\": \"" + file + "\"");
    }
  }

  private Client started() {
    keeper.arm();
    var client = new Client();
    client.say(0, "\"start\"");
    client.heard.ok(0L);
    return client;
  }

  @Test
  void refusesASecondRecordingIntoAFileUntilTheFirstIsWritten() {
    Client first = started();
    var second = new Client();
    second.say(0, "\"switch\", \"law\": \"pid\""); // So that the loop outlives the first.
    Path file = folder.resolve("cycles.npz");
    first.record(1, file);

    second.record(1, folder.resolve(".").resolve("cycles.npz"));

    assertThat(second.heard.error(1L))
        .startsWith("state: ")
        .endsWith("is being recorded into already: wait until that is over, or name another file");
    first.client.leave();
    first.heard.ok(1L);
    second.record(2, file);
    second.client.leave();
    second.heard.ok(2L);
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void freesTheFileOfARecordingThatWasRefused() {
    Client client = started();
    Path file = folder.resolve("cycles.npz");

    client.say(1, "\"record\", \"seconds\": 1, \"fields\": [], \"path\": \"" + file + "\"");
    client.record(2, file);

    assertThat(client.heard.error(1L)).startsWith("refused: fields names");
    assertThat(client.heard.hasAnswer(2L)).isFalse();
  }

  @Test
  void saysOnceWhatCannotBeWritten() throws IOException {
    Client client = started();
    Path gone = Files.createDirectory(folder.resolve("gone"));
    client.record(1, gone.resolve("cycles.arrow"));
    Files.delete(gone);

    client.client.leave();

    assertThat(client.heard.error(1L))
        .matches(
            "file: \\S+cycles.arrow cannot be written: its folder is not there; \\d+ cycles are lost");
  }
}
