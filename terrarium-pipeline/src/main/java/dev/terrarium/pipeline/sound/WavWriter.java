package dev.terrarium.pipeline.sound;

import dev.terrarium.message.AudioFrame;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// A WAV file that appears whole, or not at all.
///
/// It is written next to its place and moved there by [#commit()]; what was there before stays
/// until then. The first frame decides on the rate and the channels.
public final class WavWriter implements Closeable {
  private static final AtomicLong DRAFTS = new AtomicLong();
  private static final int HEADER = 44;
  private static final long LARGEST = 0xFFFF_FFFFL - HEADER;
  private static final int USUAL_RATE = 44_100;

  private final Path target;
  private final Path draft;
  private final FileChannel file;
  private final Encoding encoding;
  private int channels;
  private int sampleRate;
  private long dataBytes;

  /// How samples are written.
  public enum Encoding {
    /// Whole numbers of 16 bits; what is beyond full scale is clipped.
    PCM_16(1, 2),
    /// Whole numbers of 24 bits; what is beyond full scale is clipped.
    PCM_24(1, 3),
    /// The samples as they are.
    FLOAT_32(3, 4);

    private final int tag;
    private final int bytes;

    Encoding(int tag, int bytes) {
      this.tag = tag;
      this.bytes = bytes;
    }

    private void put(float sample, ByteBuffer to) {
      switch (this) {
        case PCM_16 ->
            to.putShort((short) Math.clamp(Math.round(sample * 0x1p15), -0x8000, 0x7FFF));
        case PCM_24 -> {
          int whole = Math.clamp(Math.round(sample * 0x1p23), -0x80_0000, 0x7F_FFFF);
          to.putShort((short) whole).put((byte) (whole >> 16));
        }
        case FLOAT_32 -> to.putFloat(sample);
      }
    }
  }

  private WavWriter(Path target, Path draft, FileChannel file, Encoding encoding) {
    this.target = target;
    this.draft = draft;
    this.file = file;
    this.encoding = encoding;
  }

  /// Begins a file.
  ///
  /// @throws IOException if it cannot be made there; the message is a sentence
  public static WavWriter begin(Path path, Encoding encoding) throws IOException {
    var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    var folder = target.getParent();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new WavException(path + " cannot be written: it is there, and is no file");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new WavException(path + " cannot be written: there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(target) ? target : folder)) {
      throw new WavException(path + " cannot be written: permission denied");
    }
    var draft =
        folder.resolve(
            ".%s.%d-%d.part"
                .formatted(
                    target.getFileName(), ProcessHandle.current().pid(), DRAFTS.incrementAndGet()));
    var file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new WavWriter(target, draft, file, encoding);
  }

  /// Writes a frame behind those before it.
  ///
  /// @throws WavException if it does not continue them, or cannot be written so
  public void write(AudioFrame frame) throws IOException {
    requireSameFormat(frame);
    long size = (long) frame.channels() * frame.length() * encoding.bytes;
    if (dataBytes + size > LARGEST) {
      throw new WavException(target + " would have more than 4 GB, which no WAV file can");
    }
    var bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    var samples = frame.samples();
    for (int i = 0; i < frame.length(); i++) {
      for (int channel = 0; channel < frame.channels(); channel++) {
        float sample = samples.get(channel * frame.length() + i);
        requireNumber(sample, channel, i);
        encoding.put(sample, bytes);
      }
    }
    write(bytes.flip(), HEADER + dataBytes);
    channels = frame.channels();
    sampleRate = frame.sampleRate();
    dataBytes += size;
  }

  /// Puts the file in its place. Without any frame it is one without samples, of one channel at
  /// 44100 Hz.
  public void commit() throws IOException {
    if (dataBytes % 2 != 0) {
      write(ByteBuffer.allocate(1), HEADER + dataBytes);
    }
    write(header(Math.max(1, channels), sampleRate == 0 ? USUAL_RATE : sampleRate), 0);
    file.close();
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes what was not committed.
  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(draft);
  }

  private void requireSameFormat(AudioFrame frame) throws WavException {
    if (channels != 0 && (frame.channels() != channels || frame.sampleRate() != sampleRate)) {
      throw new WavException(
          "%s has %d channels at %d Hz, and sound with %d channels at %d Hz does not continue it; let an AudioTransform make one format of both"
              .formatted(target, channels, sampleRate, frame.channels(), frame.sampleRate()));
    }
  }

  private void requireNumber(float sample, int channel, int index) throws WavException {
    if (Float.isNaN(sample) && encoding != Encoding.FLOAT_32) {
      throw new WavException(
          "Sample %d of channel %d is not a number, and PCM has no such thing; floats do"
              .formatted(index, channel));
    }
  }

  private ByteBuffer header(int channels, int rate) {
    int frameBytes = channels * encoding.bytes;
    return ByteBuffer.allocate(HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt((int) (HEADER - 8 + dataBytes + dataBytes % 2))
        .put(ascii("WAVEfmt "))
        .putInt(16)
        .putShort((short) encoding.tag)
        .putShort((short) channels)
        .putInt(rate)
        .putInt((int) ((long) rate * frameBytes))
        .putShort((short) frameBytes)
        .putShort((short) (8 * encoding.bytes))
        .put(ascii("data"))
        .putInt((int) dataBytes)
        .flip();
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
