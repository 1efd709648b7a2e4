package dev.terrarium.cli.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A short sound kept in memory, so that it can be heard again: one channel of 16 bits.
public final class Clip {
  private static final int HEADER = 44;

  private final short[] samples;

  private Clip(short[] samples) {
    this.samples = samples;
  }

  /// Returns the clip as a WAV file.
  public byte[] wav(int sampleRate) {
    int bytes = 2 * samples.length;
    var file = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(HEADER - 8 + bytes).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) 1).putInt(sampleRate).putInt(2 * sampleRate);
    file.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(bytes);
    file.asShortBuffer().put(samples);
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// What a clip is recorded on; it forgets everything once it is full.
  static final class Tape {
    /// Its length in samples: 2 MB.
    static final int LENGTH = 1 << 20;

    private short[] samples = new short[1 << 14];
    private int length;

    void add(float sample) {
      if (length > LENGTH) {
        return;
      }
      if (length == LENGTH) {
        samples = new short[0];
      } else {
        if (length == samples.length) {
          samples = Arrays.copyOf(samples, 2 * length);
        }
        samples[length] = (short) Math.round(Math.clamp(sample * 32768, -32768f, 32767f));
      }
      length++;
    }

    /// Returns what was recorded, if it is something and all of it is there.
    Optional<Clip> clip() {
      return length == 0 || length > LENGTH
          ? Optional.empty()
          : Optional.of(new Clip(Arrays.copyOf(samples, length)));
    }
  }
}
