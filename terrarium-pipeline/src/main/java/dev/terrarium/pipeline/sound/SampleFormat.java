package dev.terrarium.pipeline.sound;

import java.nio.ByteBuffer;
import java.util.Optional;

/// How a WAV file writes one sample.
enum SampleFormat {
  UNSIGNED_8(1) {
    @Override
    float read(ByteBuffer bytes) {
      return ((bytes.get() & 0xFF) - 128) * 0x1p-7f;
    }
  },
  SIGNED_16(2) {
    @Override
    float read(ByteBuffer bytes) {
      return bytes.getShort() * 0x1p-15f;
    }
  },
  SIGNED_24(3) {
    @Override
    float read(ByteBuffer bytes) {
      int low = (bytes.get() & 0xFF) | (bytes.get() & 0xFF) << 8;
      return (low | bytes.get() << 16) * 0x1p-23f;
    }
  },
  SIGNED_32(4) {
    @Override
    float read(ByteBuffer bytes) {
      return bytes.getInt() * 0x1p-31f;
    }
  },
  FLOAT_32(4) {
    @Override
    float read(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  FLOAT_64(8) {
    @Override
    float read(ByteBuffer bytes) {
      return (float) bytes.getDouble();
    }
  };

  /// How a file numbers whole numbers.
  static final int PCM = 1;

  /// How a file numbers fractions.
  static final int FLOAT = 3;

  private final int bytes;

  SampleFormat(int bytes) {
    this.bytes = bytes;
  }

  /// Reads one little-endian sample, of which full scale is 1.
  abstract float read(ByteBuffer bytes);

  int bytes() {
    return bytes;
  }

  /// Returns the format of samples of a kind that take so many bytes each, or nothing if it is none
  /// of these.
  ///
  /// What counts is the room that a sample takes: one of 20 bits fills the upper bits of three
  /// bytes.
  ///
  /// @param tag the kind, as the file numbers it
  static Optional<SampleFormat> of(int tag, int bytes) {
    var none = Optional.<SampleFormat>empty();
    return switch (tag) {
      case PCM ->
          switch (bytes) {
            case 1 -> Optional.of(UNSIGNED_8);
            case 2 -> Optional.of(SIGNED_16);
            case 3 -> Optional.of(SIGNED_24);
            case 4 -> Optional.of(SIGNED_32);
            default -> none;
          };
      case FLOAT ->
          switch (bytes) {
            case 4 -> Optional.of(FLOAT_32);
            case 8 -> Optional.of(FLOAT_64);
            default -> none;
          };
      default -> none;
    };
  }
}
