package dev.terrarium.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.message.AudioFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavInputTest {
  @TempDir Path folder;

  @Test
  void givesFramesOfATenthOfASecondTheLastOneShorter() throws IOException {
    var file = Wav.pcm16(1, 100, new int[25]).in(folder);

    List<AudioFrame> frames = frames(file);

    assertThat(frames).extracting(AudioFrame::length).containsExactly(10, 10, 5);
    assertThat(frames).extracting(AudioFrame::sampleRate).containsOnly(100);
  }

  @Test
  void knowsBeforehandHowManyFramesThereAre() throws IOException {
    var file = Wav.pcm16(1, 100, new int[25]).in(folder);

    try (var input = Input.open(file.toString(), InputStream.nullInputStream())) {
      assertThat(input.length()).hasValue(3);
    }
    try (var input = Input.open("[1, 2]", InputStream.nullInputStream())) {
      assertThat(input.length()).hasValue(2);
    }
    try (var input = Input.open("-", InputStream.nullInputStream())) {
      assertThat(input.length()).isEmpty();
    }
  }

  @Test
  void putsEachChannelIntoAPlaneOfItsOwn() throws IOException {
    var file = Wav.pcm16(2, 8000, 16384, -16384, 8192, -32768).in(folder);

    AudioFrame frame = frames(file).getFirst();

    assertThat(frame.channels()).isEqualTo(2);
    assertThat(samples(frame)).containsExactly(0.5f, 0.25f, -0.5f, -1f);
  }

  @Test
  void readsTwentyFourBitsInStereo() throws IOException {
    var data = HexFormat.of().parseHex("000040" + "0000c0" + "ffff7f" + "000080");

    var file = new Wav(Wav.PCM, 2, 48_000, 24, data).in(folder);

    assertThat(samples(frames(file).getFirst()))
        .containsExactly(0.5f, 8388607 / 8388608f, -0.5f, -1f);
  }

  @Test
  void readsUnsignedBytes() throws IOException {
    var file = new Wav(Wav.PCM, 1, 8000, 8, new byte[] {0, (byte) 128, (byte) 192}).in(folder);

    assertThat(samples(frames(file).getFirst())).containsExactly(-1f, 0f, 0.5f);
  }

  @Test
  void readsThirtyTwoBits() throws IOException {
    var data = little(8).putInt(1 << 30).putInt(Integer.MIN_VALUE).array();

    var file = new Wav(Wav.PCM, 1, 8000, 32, data).in(folder);

    assertThat(samples(frames(file).getFirst())).containsExactly(0.5f, -1f);
  }

  @Test
  void readsFloats() throws IOException {
    var data = little(8).putFloat(0.1f).putFloat(-1.5f).array();

    var file = new Wav(Wav.FLOAT, 1, 8000, 32, data).in(folder);

    assertThat(samples(frames(file).getFirst())).containsExactly(0.1f, -1.5f);
  }

  @Test
  void readsDoubles() throws IOException {
    var data = little(16).putDouble(0.25).putDouble(-0.75).array();

    var file = new Wav(Wav.FLOAT, 1, 8000, 64, data).in(folder);

    assertThat(samples(frames(file).getFirst())).containsExactly(0.25f, -0.75f);
  }

  @Test
  void givesNoFramesForAHeaderAlone() throws IOException {
    var file = Wav.pcm16(1, 8000).in(folder);

    try (var input = open(file)) {
      assertThat(input.items()).isExhausted();
      assertThat(input.recording().orElseThrow().waveform().columns()).isZero();
    }
  }

  @Test
  void saysHowMuchIsThereOfAFileThatIsCutShort() throws IOException {
    var file = Wav.pcm16(2, 8000, new int[200]).cutIn(folder, Wav.HEADER + 4 * 30 + 3);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + " is cut short: it promises 100 samples per channel, but 30 are there; it ends at"
                + " byte 167");
  }

  @Test
  void saysThatNothingIsThereWhenTheHeaderPromisesMore() throws IOException {
    var file = Wav.pcm16(1, 8000, new int[200]).cutIn(folder, Wav.HEADER);

    assertThatThrownBy(() -> open(file))
        .hasMessageContaining("it promises 200 samples per channel, but 0 are there");
  }

  @Test
  void readsToTheEndOfAFileThatWasWrittenIntoAPipe() throws IOException {
    var bytes = Wav.pcm16(1, 8000, new int[1000]).bytes();
    ByteBuffer.wrap(bytes).putInt(4, -1).putInt(Wav.HEADER - 4, -1);

    var file = Files.write(folder.resolve("piped.wav"), bytes);

    assertThat(frames(file)).extracting(AudioFrame::length).containsExactly(800, 200);
  }

  @Test
  void noticesWhenAFileShrinksWhileItIsRead() throws IOException {
    int length = 100_000;
    var file = Wav.pcm16(1, 8000, new int[length]).in(folder);

    try (var input = open(file)) {
      input.items().next();
      try (var shrinking = new RandomAccessFile(file.toFile(), "rw")) {
        shrinking.setLength(Wav.HEADER + length);
      }

      assertThatThrownBy(() -> input.items().forEachRemaining(_ -> {}))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("promises 100000 samples per channel, but 50000 are there");
      assertThat(input.items()).isExhausted();
    }
  }

  @Test
  void refusesAHeaderThatEndsTooSoon() throws IOException {
    var file = Wav.pcm16(1, 8000, 1, 2).cutIn(folder, 30);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " ends at byte 30, within the format that begins at byte 20");
  }

  @Test
  void refusesWhatIsNoWavFile() throws IOException {
    var file = Files.writeString(folder.resolve("text.wav"), "This is no sound.");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file + " is not a WAV file, whatever its name says: there is no 'RIFF' at byte 0");
  }

  @Test
  void refusesAnUnknownEncoding() throws IOException {
    var file = new Wav(0x55, 1, 8000, 16, new byte[4]).in(folder);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("PCM of 8, 16, 24 or 32 bits");
  }

  @Test
  void refusesCompressedTelephoneSound() throws IOException {
    var file = new Wav(7, 1, 8000, 8, new byte[4]).in(folder);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ULAW")
        .hasMessageContaining("can be read");
  }

  @Test
  void recordsTheMeanOfAllChannels() throws IOException {
    var file = Wav.pcm16(2, 8000, 16384, -16384, 16384, 0).in(folder);

    try (var input = open(file)) {
      input.items().forEachRemaining(_ -> {});
      var recording = input.recording().orElseThrow();

      assertThat(recording.name()).isEqualTo("sound.wav");
      assertThat(recording.channels()).isEqualTo(2);
      assertThat(recording.seconds()).isEqualTo(2.0 / 8000);
      assertThat(recording.waveform().columns()).isEqualTo(2);
      assertThat(recording.waveform().highest(0)).isEqualTo(0f);
      assertThat(recording.waveform().lowest(1)).isEqualTo(0.25f, within(1e-6f));
    }
  }

  private Input open(Path file) {
    return Input.open(file.toString(), InputStream.nullInputStream());
  }

  private List<AudioFrame> frames(Path file) {
    var frames = new ArrayList<AudioFrame>();
    try (var input = open(file)) {
      assertThat(input.isStream()).isTrue();
      input.items().forEachRemaining(item -> frames.add((AudioFrame) item));
    }
    return frames;
  }

  private static float[] samples(AudioFrame frame) {
    var samples = new float[frame.samples().remaining()];
    frame.samples().duplicate().get(samples);
    return samples;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
