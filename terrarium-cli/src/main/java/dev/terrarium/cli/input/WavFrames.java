package dev.terrarium.cli.input;

import dev.terrarium.cli.input.Waveform.Outline;
import dev.terrarium.message.AudioFrame;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// A WAV file as frames of 100 ms, the last one shorter.
final class WavFrames extends Items {
  private static final int FRAMES_PER_SECOND = 10;
  private static final int HEADER = 12;

  /// What a program that writes into a pipe gives as the size, since it cannot know it.
  private static final long UNKNOWN = 0xFFFF_FFFFL;

  private final AudioInputStream stream;
  private final SampleFormat format;
  private final String name;
  private final int channels;
  private final int sampleRate;
  private final byte[] chunk;
  private final Outline outline = new Outline();
  private final Clip.Tape tape = new Clip.Tape();
  private long position;

  private WavFrames(String source, Path file, AudioInputStream stream) {
    super(source);
    this.stream = stream;
    AudioFormat audio = stream.getFormat();
    this.format =
        SampleFormat.of(audio)
            .orElseThrow(() -> new InputException(source + " is " + audio + "; " + readable()));
    this.name = String.valueOf(file.getFileName());
    this.channels = audio.getChannels();
    this.sampleRate = Math.round(audio.getSampleRate());
    if (sampleRate < 1) {
      throw new InputException(source + " claims a sample rate of " + audio.getSampleRate());
    }
    int length = Math.max(1, sampleRate / FRAMES_PER_SECOND);
    this.chunk = new byte[Math.multiplyExact(length, frameBytes())];
  }

  /// Opens a file, of which one frame at a time is in memory.
  static WavFrames open(String source, Path file) throws IOException {
    var bytes = new BufferedInputStream(Files.newInputStream(file));
    try {
      requireWav(source, bytes);
      var frames = new WavFrames(source, file, AudioSystem.getAudioInputStream(bytes));
      frames.requireComplete();
      return frames;
    } catch (UnsupportedAudioFileException e) {
      bytes.close();
      throw new InputException(
          source + " is a WAV file with a damaged header or an unknown encoding; " + readable(), e);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  @Override
  Optional<Item> read() throws IOException {
    int filled = stream.readNBytes(chunk, 0, chunk.length);
    int length = filled / frameBytes();
    if (length == 0) {
      requirePromised(position);
      return Optional.empty();
    }
    position += length;
    return Optional.of(new Item(frame(length)));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /// Returns what was read of the sound so far.
  Recording recording() {
    return new Recording(name, sampleRate, channels, outline.snapshot(), tape.clip());
  }

  /// Returns the bytes of one sample of every channel.
  private int frameBytes() {
    return channels * format.bytes();
  }

  private AudioFrame frame(int length) {
    var frame = AudioFrame.silent(channels, length, sampleRate);
    FloatBuffer samples = frame.samples();
    var bytes = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        float sample = format.read(bytes);
        samples.put(channel * length + i, sample);
        sum += sample;
      }
      outline.add(sum / channels);
      tape.add(sum / channels);
    }
    return frame;
  }

  /// Finds a file that was cut short before anything runs, where its size can be known.
  private void requireComplete() throws IOException {
    int left = stream.available();
    if (left < Integer.MAX_VALUE) {
      requirePromised(left / frameBytes());
    }
  }

  private void requirePromised(long there) {
    long promised = stream.getFrameLength();
    boolean isKnown = promised != AudioSystem.NOT_SPECIFIED && promised < UNKNOWN / frameBytes();
    if (isKnown && there < promised) {
      throw new InputException(
          source()
              + " is cut short: it promises "
              + promised
              + " samples per channel, but "
              + (there == 1 ? "1 is" : there + " are")
              + " there");
    }
  }

  private static void requireWav(String source, BufferedInputStream bytes) throws IOException {
    bytes.mark(HEADER);
    byte[] header = bytes.readNBytes(HEADER);
    bytes.reset();
    if (header.length < HEADER || !says(header, 0, "RIFF") || !says(header, 8, "WAVE")) {
      throw new InputException(source + " is not a WAV file, whatever its name says");
    }
  }

  private static boolean says(byte[] header, int at, String word) {
    return Arrays.equals(
        header, at, at + word.length(), word.getBytes(StandardCharsets.US_ASCII), 0, word.length());
  }

  private static String readable() {
    return "PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits can be read";
  }
}
