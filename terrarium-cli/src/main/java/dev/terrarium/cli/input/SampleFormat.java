package dev.terrarium.cli.input;

import java.nio.ByteBuffer;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;

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

  private final int bytes;

  SampleFormat(int bytes) {
    this.bytes = bytes;
  }

  /// Reads one little-endian sample, of which full scale is 1.
  abstract float read(ByteBuffer bytes);

  int bytes() {
    return bytes;
  }

  /// Returns the format of a file's samples, or nothing if it is none of these.
  static Optional<SampleFormat> of(AudioFormat format) {
    if (format.isBigEndian() || format.getChannels() < 1) {
      return Optional.empty();
    }
    // A 20-bit sample fills the upper bits of three bytes: what counts is the room it takes.
    int room = format.getFrameSize() / format.getChannels();
    var encoding = format.getEncoding();
    if (encoding.equals(Encoding.PCM_FLOAT)) {
      return switch (room) {
        case 4 -> Optional.of(FLOAT_32);
        case 8 -> Optional.of(FLOAT_64);
        default -> Optional.empty();
      };
    }
    if (encoding.equals(Encoding.PCM_UNSIGNED)) {
      return room == 1 ? Optional.of(UNSIGNED_8) : Optional.empty();
    }
    if (!encoding.equals(Encoding.PCM_SIGNED)) {
      return Optional.empty();
    }
    return switch (room) {
      case 2 -> Optional.of(SIGNED_16);
      case 3 -> Optional.of(SIGNED_24);
      case 4 -> Optional.of(SIGNED_32);
      default -> Optional.empty();
    };
  }
}
