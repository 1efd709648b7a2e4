package dev.terrarium.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The least that can be done with a Python process and a socket: a pickle behind its length goes
/// there, and one comes back, on a blocking channel.
///
/// It has no deadline, no interrupt and no frame but the length; it writes and reads each message
/// by one system call.
final class RawWorker implements AutoCloseable {
  private static final int ROOM = 1 << 16;

  private final Process process;
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM).order(ByteOrder.LITTLE_ENDIAN);

  private RawWorker(Process process, SocketChannel channel) {
    this.process = process;
    this.channel = channel;
  }

  static RawWorker start(String python, Path program, String function, String... further)
      throws IOException {
    Path folder = Files.createTempDirectory("terrarium-raw-");
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      List<String> command =
          new ArrayList<>(List.of(python, "-I", program.toString(), socket.toString(), function));
      command.addAll(List.of(further));
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new RawWorker(process, server.accept());
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  /// Sends an item, and returns what came of it.
  @Nullable Object give(Object item) throws IOException {
    buffer.clear().putInt(0);
    SmallPickle.write(item, buffer);
    buffer.putInt(0, buffer.position() - Integer.BYTES).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
    while (buffer.position() < Integer.BYTES
        || buffer.position() < Integer.BYTES + buffer.getInt(0)) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the raw worker ended");
      }
    }
    return SmallPickle.read(buffer.flip().position(Integer.BYTES));
  }

  /// Sends items one after the other, and returns what came of each.
  List<@Nullable Object> giveAll(List<?> items) throws IOException {
    List<@Nullable Object> results = new ArrayList<>(items.size());
    for (Object item : items) {
      results.add(give(item));
    }
    return results;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    process.destroy();
  }
}
