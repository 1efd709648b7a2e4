package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Runs that are recorded, and run again.
@Execution(ExecutionMode.CONCURRENT)
class ReplayTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void runsAListAgainAndFromEachNode() throws IOException {
    doubleAndAdd();

    var first = record("--input", "[1, 2]");
    Files.delete(folder.resolve("pipeline.json"));

    assertThat(first.output()).isEqualTo("[3,5]\n");
    assertThat(place.call("replay", "run.jsonl").output()).isEqualTo("[3,5]\n");
    assertThat(place.call("replay", "run.jsonl", "--from", "b").output()).isEqualTo("[3,5]\n");
    assertThat(place.call("replay", "run.jsonl", "--from", "b", "--sinks").output())
        .isEqualTo("{\"b\":[3,5]}\n");
  }

  @Test
  void writesDownWhatWasReadAndWhatEnteredAndLeft() throws IOException {
    doubleAndAdd();

    record("--input", "[1]");

    assertThat(Files.readAllLines(folder.resolve("run.jsonl")).subList(1, 7))
        .containsExactly(
            "{\"event\":\"read\",\"item\":0,\"value\":1}",
            "{\"event\":\"entered\",\"node\":\"a\",\"item\":0,\"input_item\":0,\"value\":1}",
            "{\"event\":\"left\",\"node\":\"a\",\"item\":0,\"input_item\":0,\"value\":2}",
            "{\"event\":\"entered\",\"node\":\"b\",\"item\":0,\"input_item\":0,\"value\":2}",
            "{\"event\":\"left\",\"node\":\"b\",\"item\":0,\"input_item\":0,\"value\":3}",
            "{\"recording\":\"COMPLETE\",\"events\":5,\"missed\":0}");
  }

  @Test
  void runsAFailedNodeAgainOnTheItemsThatEnteredIt() throws IOException {
    place
        .write("nodes.py", "def f(x):\n  return 6 // x\n")
        .chain("PassThrough", "nodes:f")
        .write("items.jsonl", "1\n0\n");

    var failed = record("--input", "items.jsonl");
    place.write("nodes.py", "def f(x):\n  return 6 // x if x else None\n");
    var mended = place.call("replay", "run.jsonl", "--from", "b");

    assertThat(failed.exit()).isEqualTo(3);
    assertThat(mended.exit()).isZero();
    assertThat(mended.output()).isEqualTo("6\n");
  }

  @Test
  void runsSoundAgainSampleBySample() throws IOException {
    place.chain("PassThrough", "ExtractAudioDataNode");
    Files.write(folder.resolve("sound.wav"), sound());

    var first = record("--input", "sound.wav");
    var again = place.call("replay", "run.jsonl");

    assertThat(first.exit()).isZero();
    assertThat(again.output()).isEqualTo(first.output()).isNotEmpty();
  }

  @Test
  void saysWhatARecordingLacksThatBecameTooLarge() throws IOException {
    doubleAndAdd();

    var said = record("--input", "[1, 2, 3]", "--record-limit", "1000");
    var again = place.call("replay", "run.jsonl");

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).contains("The recording is INCOMPLETE: it lacks ");
    assertThat(Files.readString(folder.resolve("run.jsonl")))
        .hasSizeLessThan(1100)
        .contains("{\"recording\":\"INCOMPLETE\",\"events\":");
    assertThat(again.errors()).contains("The recording is INCOMPLETE: it lacks the last ");
  }

  @Test
  void doesNotRunWhatJsonCouldNotSay() throws IOException {
    place
        .write("nodes.py", "def make(x):\n  return object()\ndef name(x):\n  return 'named'\n")
        .chain("nodes:make", "nodes:name");

    record("--input", "[1]");
    var refused = place.call("replay", "run.jsonl", "--from", "b");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.errors())
        .contains("run.jsonl, line 5: item 0 of node b is object, which JSON cannot say");
    assertThat(place.call("replay", "run.jsonl").output()).isEqualTo("\"named\"\n");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "there is no /dev/full")
  void failsOnceAndForAllWhenTheRecordingCannotBeWritten() throws IOException {
    place.chain("PassThrough").write("items.jsonl", "\"item\"\n".repeat(3000));

    var said =
        place.call("run", "pipeline.json", "--input", "items.jsonl", "--record", "/dev/full");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors()).hasLineCount(1).contains("/dev/full cannot be written: ");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void keepsTheRecordingOfARunThatIsInterrupted() throws IOException {
    place.chain("PassThrough");
    var call = place.start("run", "pipeline.json", "--input", "-", "--record", "run.jsonl");
    call.process().getOutputStream().write("7\n".getBytes(UTF_8));
    call.process().getOutputStream().flush();
    call.process().getInputStream().read();

    call.signal("INT");

    assertThat(call.await().exit()).isEqualTo(130);
    assertThat(place.call("replay", "run.jsonl").output()).isEqualTo("7\n");
  }

  @Test
  void refusesWhatIsNoWholeRecording() throws IOException {
    doubleAndAdd();
    record("--input", "[1]");
    var whole = Files.readAllLines(folder.resolve("run.jsonl"));
    place.write("half.jsonl", String.join("\n", whole.subList(0, 3)) + "\n");
    place.write("torn.jsonl", whole.getFirst() + "\n{\"event\":\"re");

    refuses("half.jsonl", "half.jsonl, line 3: the recording breaks off");
    refuses("torn.jsonl", "torn.jsonl, line 2");
    refuses("nowhere.jsonl", "There is no recording nowhere.jsonl");
    refuses("run.jsonl", "The recorded pipeline has no node x; it has a, b.", "--from", "x");
  }

  @Test
  void tellsHowARecordingIsMadeWhenAFileIsNone() throws IOException {
    place.write("object.jsonl", "{\"a\": 1}\n").write("number.jsonl", "1\n");
    place.write("notes.txt", "Remember the milk\n").write("empty.jsonl", "");

    for (var file : List.of("object.jsonl", "number.jsonl", "notes.txt", "empty.jsonl")) {
      refuses(
          file,
          file
              + " is no recording: one is made by './terrarium run PIPELINE --record FILE', with"
              + " the run's own options.\n");
    }
  }

  private void refuses(String file, String words, String... options) throws IOException {
    var arguments =
        Stream.concat(Stream.of("replay", file), Stream.of(options)).toArray(String[]::new);
    var said = place.call(arguments);

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors()).contains(words);
  }

  private void doubleAndAdd() throws IOException {
    var nodes =
        List.of(
            "a MultiplyNode \"params\": {\"factor\": 2}", "b AddNode \"params\": {\"addend\": 1}");
    place.write("pipeline.json", Workplace.graph(nodes, "a > b"));
  }

  private Workplace.Said record(String... options) throws IOException {
    var arguments =
        Stream.concat(
                Stream.of("run", "pipeline.json", "--record", "run.jsonl"), Stream.of(options))
            .toArray(String[]::new);
    return place.call(arguments);
  }

  /// A WAV file of 16-bit PCM: one channel, 8000 samples per second, four samples.
  private static byte[] sound() {
    var bytes = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(UTF_8)).putInt(44).put("WAVEfmt ".getBytes(UTF_8)).putInt(16);
    bytes.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000);
    bytes.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(8);
    for (int sample : new int[] {0, 1000, -1000, 32767}) {
      bytes.putShort((short) sample);
    }
    return bytes.array();
  }
}
