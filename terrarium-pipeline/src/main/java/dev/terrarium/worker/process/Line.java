package dev.terrarium.worker.process;

import dev.terrarium.worker.HeapTrim;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Frames on a socket: a length, a kind, the number of a request, a payload.
///
/// Neither reading nor writing waits. One thread at a time uses it.
final class Line implements AutoCloseable {
  /// The longest payload, as in `terrarium._wire`; arrays travel in shared memory.
  static final int LONGEST = 1 << 30;

  /// What to do with what is longer, as there.
  static final String INSTEAD =
      "give it in parts, as NumPy arrays, or write it to a file and give its path";

  private static final int HEAD = 9;
  private static final int BUFFER = 1 << 16;
  private static final int SMALL = 1 << 12;
  private static final byte[] NONE = {};

  /// How much more is made room for at once than has come of a payload.
  private static final long GROWTH = 8;

  /// The most that is written at once: the system is given a copy of that, however little it takes.
  private static final int AT_ONCE = 1 << 18;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer out = ByteBuffer.allocateDirect(SMALL).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
  private final Queue<ByteBuffer> unwritten = new ArrayDeque<>();
  private boolean isWithinPayload;
  private int kind;
  private int request;
  private int length;
  private byte[] payload = NONE;
  private int there;
  private boolean wasReset;

  /// @param channel in non-blocking mode
  Line(SocketChannel channel) {
    this.channel = channel;
    in.flip();
  }

  SocketChannel channel() {
    return channel;
  }

  /// Returns the next frame, if all of it is there.
  ///
  /// @throws EOFException if nothing will come any more
  /// @throws WireException if what comes is no frame
  @Nullable Frame poll() throws IOException, WireException {
    while (true) {
      var frame = next();
      if (frame != null) {
        return frame;
      }
      int count = read();
      if (count < 0) {
        throw new EOFException("the worker has closed the line");
      }
      if (count == 0) {
        return null;
      }
    }
  }

  private int read() throws IOException {
    in.clear();
    try {
      return channel.read(in);
    } catch (IOException e) {
      wasReset = true;
      throw e;
    } finally {
      in.flip();
    }
  }

  /// Whether reading has failed, as it does where the other side has ended before it read all.
  boolean wasReset() {
    return wasReset;
  }

  /// Returns the next frame, if all of it has been read already.
  ///
  /// @throws WireException if what has been read is no frame
  @Nullable Frame next() throws WireException {
    if (!(isWithinPayload ? takePayload() : takeHead())) {
      return null;
    }
    var complete = payload.length == length ? payload : Arrays.copyOf(payload, length);
    isWithinPayload = false;
    payload = NONE;
    return new Frame(kind, request, complete);
  }

  /// Reads as much of a head as is there, and says whether a frame is complete by that.
  private boolean takeHead() throws WireException {
    while (head.hasRemaining() && in.hasRemaining()) {
      head.put(in.get());
    }
    if (head.hasRemaining()) {
      return false;
    }
    head.flip();
    length = head.getInt();
    kind = head.get();
    request = head.getInt();
    head.clear();
    if (!Frame.isTold(kind) || length < 0 || length > LONGEST) {
      throw new WireException(
          "a frame of the kind %d with %d bytes came from it, which is none"
              .formatted(kind, Integer.toUnsignedLong(length)));
    }
    HeapTrim.comes(length);
    isWithinPayload = true;
    there = 0;
    payload = length == 0 ? NONE : new byte[Math.min(length, BUFFER)]; // more when more has come
    return takePayload();
  }

  private boolean takePayload() {
    while (there < length && in.hasRemaining()) {
      if (there == payload.length) {
        payload = Arrays.copyOf(payload, (int) Math.min(length, GROWTH * payload.length));
      }
      int count = Math.min(in.remaining(), payload.length - there);
      in.get(payload, there, count);
      there += count;
    }
    return there == length;
  }

  /// Writes a frame, or as much of it as goes now; [#flush] writes the rest. A payload is not
  /// changed afterwards.
  void send(int kind, int request, byte[] payload, int size) throws IOException {
    boolean isSmall = HEAD + size <= out.capacity();
    boolean isFirst = isSmall && unwritten.isEmpty();
    int inFront = isSmall ? size : 0;
    var frame = isFirst ? out.clear() : ByteBuffer.allocate(HEAD + inFront).order(out.order());
    frame.putInt(size).put((byte) kind).putInt(request).put(payload, 0, inFront).flip();
    if (isFirst) {
      int _ = channel.write(frame);
      if (frame.hasRemaining()) {
        unwritten.add(ByteBuffer.allocate(frame.remaining()).put(frame).flip());
      }
    } else {
      unwritten.add(frame);
      if (!isSmall) {
        unwritten.add(ByteBuffer.wrap(payload, 0, size));
      }
      flush();
    }
  }

  void send(int kind, int request) throws IOException {
    send(kind, request, NONE, 0);
  }

  /// Writes what goes now of what has been sent.
  void flush() throws IOException {
    for (var next = unwritten.peek(); next != null; next = unwritten.peek()) {
      int end = next.limit();
      int piece = Math.min(next.remaining(), AT_ONCE);
      int written = channel.write(next.limit(next.position() + piece));
      next.limit(end);
      if (written < piece) {
        return;
      }
      if (!next.hasRemaining()) {
        unwritten.remove();
      }
    }
  }

  /// Returns how many bytes of what was sent are still to be written.
  long unwritten() {
    return unwritten.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /// Whether all that was sent is written.
  boolean isFlushed() {
    return unwritten.isEmpty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
