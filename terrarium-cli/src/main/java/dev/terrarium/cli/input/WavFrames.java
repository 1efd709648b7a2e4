package dev.terrarium.cli.input;

import dev.terrarium.cli.input.Waveform.Outline;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.sound.WavException;
import dev.terrarium.pipeline.sound.WavReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// A WAV file as frames of 100 ms, the last one shorter.
final class WavFrames extends Items {
  private static final int FRAMES_PER_SECOND = 10;

  private final WavReader reader;
  private final String name;
  private final int length;
  private final Outline outline = new Outline();
  private final Clip.Tape tape = new Clip.Tape();

  private WavFrames(String source, Path file, WavReader reader) {
    super(source);
    this.reader = reader;
    this.name = String.valueOf(file.getFileName());
    this.length = Math.max(1, reader.sampleRate() / FRAMES_PER_SECOND);
  }

  /// Opens a file, of which one frame at a time is in memory.
  static WavFrames open(String source, Path file) throws IOException {
    try {
      return new WavFrames(source, file, WavReader.open(source, file));
    } catch (WavException damaged) {
      throw refusal(damaged);
    }
  }

  @Override
  Optional<Item> read() throws IOException {
    try {
      var frame = reader.read(length);
      frame.ifPresent(this::record);
      return frame.map(Item::new);
    } catch (WavException damaged) {
      throw refusal(damaged);
    }
  }

  /// Returns how many frames there are in all, if that is known.
  OptionalLong count() {
    var samples = reader.length();
    return samples.isEmpty()
        ? samples
        : OptionalLong.of(Math.ceilDiv(samples.getAsLong(), (long) length));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /// Returns what was read of the sound so far.
  Recording recording() {
    return new Recording(
        name, reader.sampleRate(), reader.channels(), outline.snapshot(), tape.clip());
  }

  private void record(AudioFrame frame) {
    var samples = frame.samples();
    for (int i = 0; i < frame.length(); i++) {
      float sum = 0;
      for (int channel = 0; channel < frame.channels(); channel++) {
        sum += samples.get(channel * frame.length() + i);
      }
      outline.add(sum / frame.channels());
      tape.add(sum / frame.channels());
    }
  }

  private static InputException refusal(WavException damaged) {
    return new InputException(String.valueOf(damaged.getMessage()), damaged);
  }
}
