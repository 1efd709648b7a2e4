package dev.terrarium.pipeline.sound;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes of a file from the front to the back, and where in it we are.
final class Bytes implements Closeable {
  private final String name;
  private final InputStream stream;
  private long position;

  /// @param name the file's name, for messages
  Bytes(String name, InputStream stream) {
    this.name = name;
    this.stream = stream;
  }

  String name() {
    return name;
  }

  /// Returns how many bytes were read.
  long position() {
    return position;
  }

  /// Reads up to `length` bytes; fewer are only at the end.
  int read(byte[] into, int length) throws IOException {
    int count = stream.readNBytes(into, 0, length);
    position += count;
    return count;
  }

  /// Reads exactly `length` bytes, little-endian.
  ///
  /// @param what what they are, for the message if they are not there
  ByteBuffer need(int length, String what) throws IOException {
    var bytes = new byte[length];
    long start = position;
    if (read(bytes, length) < length) {
      throw new WavException(
          name
              + " ends at byte "
              + position
              + ", within "
              + what
              + " that begins at byte "
              + start);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Reads a word of four letters; shorter at the end.
  String word() throws IOException {
    var bytes = new byte[4];
    return new String(bytes, 0, read(bytes, 4), StandardCharsets.ISO_8859_1);
  }

  /// Passes over bytes; at the end there are no more.
  void skip(long count) throws IOException {
    long left = count;
    var passed = new byte[8192];
    while (left > 0) {
      int read = read(passed, (int) Math.min(left, passed.length));
      if (read == 0) {
        return;
      }
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
