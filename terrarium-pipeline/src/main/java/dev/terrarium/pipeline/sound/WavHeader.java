package dev.terrarium.pipeline.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a WAV file says of itself before its samples.
///
/// @param format how each sample is written
/// @param channels 1 to 64
/// @param sampleRate samples per second and channel
/// @param length samples per channel that it promises, or -1 if it was written into a pipe by a
///   program that could not know
record WavHeader(SampleFormat format, int channels, int sampleRate, long length) {
  private static final String READABLE =
      "PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits can be read";
  private static final int MOST_CHANNELS = 64;
  private static final int HIGHEST_RATE = 10_000_000;
  private static final int EXTENSIBLE = 0xFFFE;

  /// What programs that cannot know a size give as one.
  private static final long UNKNOWN = 0xFFFF_FFFFL;

  private static final long UNKNOWN_TO_SOX = 0x7FFF_F000L;

  private static final Map<Integer, String> NAMES =
      Map.of(
          2, "ADPCM", 6, "ALAW", 7, "ULAW", 0x11, "ADPCM", 0x31, "GSM", 0x50, "MPEG", 0x55, "MP3");

  /// Returns the bytes of one sample of every channel.
  int frameBytes() {
    return channels * format.bytes();
  }

  /// Reads up to the first sample.
  ///
  /// @throws WavException if there is no sound that can be read
  static WavHeader read(Bytes bytes) throws IOException {
    requireWav(bytes);
    WavHeader header = null;
    while (true) {
      long start = bytes.position();
      var id = bytes.word();
      if (id.isEmpty()) {
        throw new WavException(
            bytes.name()
                + " ends at byte "
                + start
                + " without "
                + (header == null ? "a format" : "samples"));
      }
      long size = bytes.need(4, "the size of the part '" + id + "'").getInt() & UNKNOWN;
      if (id.equals("data")) {
        return requireFormat(bytes, start, header).promising(size);
      }
      if (id.equals("fmt ")) {
        header = format(bytes, size);
      } else {
        bytes.skip(size);
      }
      bytes.skip(size % 2);
    }
  }

  private static void requireWav(Bytes bytes) throws IOException {
    require(bytes, "RIFF");
    bytes.skip(4);
    require(bytes, "WAVE");
  }

  private static void require(Bytes bytes, String word) throws IOException {
    long start = bytes.position();
    if (!bytes.word().equals(word)) {
      throw new WavException(
          bytes.name()
              + " is not a WAV file, whatever its name says: there is no '"
              + word
              + "' at byte "
              + start);
    }
  }

  private static WavHeader requireFormat(Bytes bytes, long data, @Nullable WavHeader header)
      throws WavException {
    if (header == null) {
      throw damaged(bytes, "the samples at byte " + data + " come before their format");
    }
    return header;
  }

  private static WavHeader format(Bytes bytes, long size) throws IOException {
    long start = bytes.position();
    if (size < 16 || size > 1024) {
      throw damaged(
          bytes, "the format at byte " + start + " has " + size + " bytes, and not 16 to 1024");
    }
    var format = bytes.need((int) size, "the format");
    int tag = format.getShort(0) & 0xFFFF;
    int kind = tag == EXTENSIBLE && size >= 26 ? format.getShort(24) & 0xFFFF : tag;
    int channels = format.getShort(2) & 0xFFFF;
    long rate = format.getInt(4) & UNKNOWN;
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw damaged(bytes, channels + " channels at byte " + (start + 2) + "; 1 to 64 can be read");
    }
    if (rate < 1 || rate > HIGHEST_RATE) {
      throw damaged(
          bytes,
          "a sample rate of " + rate + " at byte " + (start + 4) + "; 1 to 10000000 can be read");
    }
    return new WavHeader(samples(bytes, format, kind, start), channels, (int) rate, -1);
  }

  private static SampleFormat samples(Bytes bytes, ByteBuffer format, int kind, long start)
      throws WavException {
    int channels = format.getShort(2) & 0xFFFF;
    int frame = format.getShort(12) & 0xFFFF;
    int bits = format.getShort(14) & 0xFFFF;
    var found = SampleFormat.of(kind, frame % channels == 0 ? frame / channels : 0);
    if (found.isEmpty()) {
      throw new WavException(
          "%s holds %s samples of %d bits, %d bytes for %d channels (format %d at byte %d); %s"
              .formatted(bytes.name(), name(kind), bits, frame, channels, kind, start, READABLE));
    }
    if (bits > 8 * found.get().bytes()) {
      throw damaged(
          bytes,
          bits + " bits at byte " + (start + 14) + " do not fit into " + 8 * found.get().bytes());
    }
    return found.get();
  }

  private static String name(int kind) {
    return switch (kind) {
      case SampleFormat.PCM -> "PCM";
      case SampleFormat.FLOAT -> "float";
      default -> NAMES.getOrDefault(kind, "unknown");
    };
  }

  private static WavException damaged(Bytes bytes, String what) {
    return new WavException(bytes.name() + " is a WAV file with a damaged header: " + what);
  }

  /// What is left of a size that is no multiple is less than a sample: padding of careless writers.
  private WavHeader promising(long size) {
    boolean unknown = size == UNKNOWN || size == UNKNOWN_TO_SOX / frameBytes() * frameBytes();
    return new WavHeader(format, channels, sampleRate, unknown ? -1 : size / frameBytes());
  }
}
