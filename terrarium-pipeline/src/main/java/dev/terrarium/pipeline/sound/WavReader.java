package dev.terrarium.pipeline.sound;

import dev.terrarium.message.AudioFrame;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// A WAV file, read from the front to the back; one frame at a time is in memory.
///
/// Full scale is 1. PCM of 8, 16, 24 and 32 bits and floats of 32 and 64 bits, of 1 to 64 channels,
/// can be read.
public final class WavReader implements Closeable {
  private final Bytes bytes;
  private final WavHeader header;
  private byte[] chunk = new byte[0];
  private long read;

  private WavReader(Bytes bytes, WavHeader header) {
    this.bytes = bytes;
    this.header = header;
  }

  /// Opens a file and reads its header.
  ///
  /// @param name the file's name, for messages
  /// @throws WavException if it is no such file, or shorter than it says
  public static WavReader open(String name, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new WavException(name + " is a folder, not a WAV file");
    }
    var bytes = new Bytes(name, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    try {
      var reader = new WavReader(bytes, WavHeader.read(bytes));
      if (Files.isRegularFile(file)) {
        long size = Files.size(file);
        reader.requirePromised((size - bytes.position()) / reader.header.frameBytes(), size);
      }
      return reader;
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /// Returns the number of channels, 1 to 64.
  public int channels() {
    return header.channels();
  }

  /// Returns the samples per second and channel.
  public int sampleRate() {
    return header.sampleRate();
  }

  /// Returns how many samples of each channel the file holds, if its header tells.
  public OptionalLong length() {
    return header.length() < 0 ? OptionalLong.empty() : OptionalLong.of(header.length());
  }

  /// Reads the next frame; nothing at the end.
  ///
  /// @param most how many samples per channel the frame may have; fewer are only at the end
  /// @throws WavException if the file ends before it should
  public Optional<AudioFrame> read(int most) throws IOException {
    long left = header.length() < 0 ? most : header.length() - read;
    int length = (int) Math.min(most, left);
    int wanted = Math.multiplyExact(length, header.frameBytes());
    if (chunk.length < wanted) {
      chunk = new byte[wanted];
    }
    int there = bytes.read(chunk, wanted) / header.frameBytes();
    read += there;
    if (there < length) {
      requirePromised(read, bytes.position());
    }
    return there == 0 ? Optional.empty() : Optional.of(frame(there));
  }

  private AudioFrame frame(int length) {
    var frame = AudioFrame.silent(channels(), length, sampleRate());
    var samples = frame.samples();
    var from = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      for (int channel = 0; channel < channels(); channel++) {
        samples.put(channel * length + i, header.format().read(from));
      }
    }
    return frame;
  }

  private void requirePromised(long there, long end) throws WavException {
    if (there < header.length()) {
      throw new WavException(
          bytes.name()
              + " is cut short: it promises "
              + header.length()
              + " samples per channel, but "
              + (there == 1 ? "1 is" : there + " are")
              + " there; it ends at byte "
              + end);
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
