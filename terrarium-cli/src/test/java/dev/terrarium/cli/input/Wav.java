package dev.terrarium.cli.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The bytes of a WAV file, right or wrong.
record Wav(int tag, int channels, int sampleRate, int bits, byte[] data) {
  static final int PCM = 1;
  static final int FLOAT = 3;
  static final int HEADER = 44;

  static Wav pcm16(int channels, int sampleRate, int... samples) {
    var data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(samples).forEach(sample -> data.putShort((short) sample));
    return new Wav(PCM, channels, sampleRate, 16, data.array());
  }

  byte[] bytes() {
    int frame = channels * bits / 8;
    return ByteBuffer.allocate(HEADER + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(HEADER - 8 + data.length)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) tag)
        .putShort((short) channels)
        .putInt(sampleRate)
        .putInt(sampleRate * frame)
        .putShort((short) frame)
        .putShort((short) bits)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  Path in(Path folder) throws IOException {
    return Files.write(folder.resolve("sound.wav"), bytes());
  }

  /// Writes only the first `length` bytes.
  Path cutIn(Path folder, int length) throws IOException {
    return Files.write(folder.resolve("cut.wav"), Arrays.copyOf(bytes(), length));
  }
}
