package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.terrarium.message.AudioFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaNodesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("sound.wav");
  }

  @ParameterizedTest
  @CsvSource({"pcm16, 0.00004", "pcm24, 0.0000002", "float32, 0"})
  void whatIsWrittenIsReadAgain(String format, float error) throws Exception {
    var left = Tones.noise(1, 1001);
    var right = Tones.noise(2, 1001);

    write(Map.of("sample_format", format), AudioFrame.copyOf(8000, left, right));

    var out = read(Map.of());
    assertThat(out).allMatch(frame -> frame.sampleRate() == 8000 && frame.channels() == 2);
    assertThat(Tones.join(out, 0)).containsExactly(left, offset(error));
    assertThat(Tones.join(out, 1)).containsExactly(right, offset(error));
  }

  @Test
  void readerEmitsFramesOfTwentyMillisecondsTheLastOneShorter() throws Exception {
    write(Map.of(), AudioFrame.silent(1, 400, 8000));

    assertThat(read(Map.of())).extracting(AudioFrame::length).containsExactly(160, 160, 80);
    assertThat(read(Map.of("frame_duration_ms", 30L)))
        .extracting(AudioFrame::length)
        .containsExactly(240, 160);
  }

  @Test
  void readerTakesSixtyFourChannels() throws Exception {
    var channels = new float[64][1];
    Arrays.setAll(channels, i -> new float[] {i / 64f});

    write(Map.of(), AudioFrame.copyOf(8000, channels));

    assertThat(read(Map.of()).getFirst().channel(63).get(0)).isEqualTo(63 / 64f);
  }

  @Test
  void readerFindsSamplesBehindOtherPartsAndInTheExtensibleFormat() throws Exception {
    var data = little(4).putShort((short) 16384).putShort((short) -32768).array();
    var format = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    format.putShort((short) 0xFFFE).putShort((short) 1).putInt(8000).putInt(16_000);
    format.putShort((short) 2).putShort((short) 16).putShort((short) 22).putShort((short) 12);
    format.putInt(4).putShort((short) 1);

    Files.write(
        file, riff(part("LIST", new byte[3]), part("fmt ", format.array()), part("data", data)));

    assertThat(Tones.join(read(Map.of()), 0)).containsExactly(0.5f, -1f);
  }

  @Test
  void readerSaysWhereAFileIsDamaged() throws Exception {
    assertDamaged(riff(), "sound.wav ends at byte 12 without a format");
    assertDamaged(
        riff(part("data", new byte[2])), "the samples at byte 12 come before their format");
    assertDamaged(riff(format(0, 8000, 16)), "damaged header: 0 channels at byte 22; 1 to 64");
    assertDamaged(riff(format(65, 8000, 16)), "65 channels at byte 22; 1 to 64 can be read");
    assertDamaged(riff(format(1, 0, 16)), "a sample rate of 0 at byte 24");
    assertDamaged(riff(format(1, 8000, 16)), "sound.wav ends at byte 36 without samples");
    assertDamaged(riff(format(1, 8000, 12)), "12 bits at byte 34 do not fit into 8");
    assertDamaged(riff(part("fmt ", new byte[4])), "the format at byte 20 has 4 bytes");
    assertDamaged("RIFF1234WAVX".getBytes(StandardCharsets.US_ASCII), "no 'WAVE' at byte 8");
  }

  @Test
  void readerRefusesAFileThatIsNotThereOrAFolderBeforeAnythingRuns() {
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(file + ": there is no such file in ");
    assertThatThrownBy(
            () -> NodeHarness.of("MediaReaderNode", Map.of("path", folder.toString())).produce())
        .hasMessage(folder + " is a folder, not a WAV file");
  }

  @Test
  void writerClipsWhatIsBeyondFullScale() throws Exception {
    write(Map.of(), AudioFrame.copyOf(8000, new float[] {2, -2, 1, Float.NEGATIVE_INFINITY}));

    assertThat(Tones.join(read(Map.of()), 0))
        .containsExactly(32767 / 32768f, -1, 32767 / 32768f, -1);
  }

  @Test
  void writerRefusesInPcmWhatIsNoNumber() throws Exception {
    var frame = AudioFrame.copyOf(8000, new float[] {0, Float.NaN});

    assertThatThrownBy(() -> write(Map.of(), frame))
        .hasMessage("Sample 1 of channel 0 is not a number, and PCM has no such thing; floats do");
    write(Map.of("sample_format", "float32"), frame);
    assertThat(Tones.join(read(Map.of()), 0)).containsExactly(0, Float.NaN);
  }

  @Test
  void writerLeavesWhatWasThereWhenTheRunFails() throws Exception {
    write(Map.of(), AudioFrame.silent(1, 3, 8000));

    assertThatThrownBy(
            () -> write(Map.of(), AudioFrame.silent(1, 9, 8000), AudioFrame.silent(2, 9, 8000)))
        .hasMessageContaining(
            "has 1 channels at 8000 Hz, and sound with 2 channels at 8000 Hz does not continue it");

    assertThat(read(Map.of())).extracting(AudioFrame::length).containsExactly(3);
    assertThat(files()).containsExactly("sound.wav");
  }

  @Test
  void writerWritesAFileWithoutSamplesWhenNoneCome() throws Exception {
    write(Map.of());

    assertThat(read(Map.of())).isEmpty();
    assertThat(Files.size(file)).isEqualTo(44);
  }

  @Test
  void writerRefusesAPlaceWhereNoFileCanBe() {
    var nowhere = folder.resolve("no/out.wav");

    assertThatThrownBy(() ->
            NodeHarness.of("MediaWriterNode", Map.of("output_path", nowhere.toString())).run())
        .hasMessage(nowhere + " cannot be written: there is no folder " + folder.resolve("no"));
    assertThatThrownBy(
            () -> NodeHarness.of("MediaWriterNode", Map.of("output_path", folder.toString())).run())
        .hasMessage(folder + " cannot be written: it is there, and is no file");
  }

  @Test
  void writerMakesFilesThatAreEvenAsTheFormatWants() throws Exception {
    write(Map.of("sample_format", "pcm24"), AudioFrame.silent(1, 1, 8000));

    assertThat(Files.size(file)).isEqualTo(48);
    assertThat(read(Map.of())).extracting(AudioFrame::length).containsExactly(1);
  }

  private void assertDamaged(byte[] bytes, String message) throws IOException {
    Files.write(file, bytes);

    assertThatThrownBy(() -> read(Map.of())).hasMessageContaining(message);
  }

  private void write(Map<String, String> params, AudioFrame... frames) throws Exception {
    var all = new HashMap<String, Object>(params);
    all.put("output_path", file.toString());
    assertThat(NodeHarness.of("MediaWriterNode", all).run((Object[]) frames)).isEmpty();
  }

  private List<AudioFrame> read(Map<String, Long> params) throws Exception {
    var all = new HashMap<String, Object>(params);
    all.put("path", file.toString());
    return NodeHarness.of("MediaReaderNode", all).produce().stream()
        .map(AudioFrame.class::cast)
        .toList();
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }

  private static byte[] format(int channels, int rate, int bits) {
    int frame = channels * bits / 8;
    return part(
        "fmt ",
        little(16)
            .putShort((short) 1)
            .putShort((short) channels)
            .putInt(rate)
            .putInt(rate * frame)
            .putShort((short) frame)
            .putShort((short) bits)
            .array());
  }

  private static byte[] riff(byte[]... parts) {
    int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    var bytes = little(12 + size).put(ascii("RIFF")).putInt(4 + size).put(ascii("WAVE"));
    Arrays.stream(parts).forEach(bytes::put);
    return bytes.array();
  }

  private static byte[] part(String id, byte[] content) {
    int padding = content.length % 2;
    return little(8 + content.length + padding)
        .put(ascii(id))
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
