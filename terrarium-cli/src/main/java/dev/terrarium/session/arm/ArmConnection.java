package dev.terrarium.session.arm;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A client's connection: bytes become lines, and lines bytes.
///
/// Whoever gives it a line does not wait: lines wait here until the client reads them. One who lets
/// too many wait is cut off.
final class ArmConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ArmConnection.class.getPackageName());

  /// The longest line, in bytes.
  static final int LONGEST = 1 << 20;

  private static final int MOST_WAITING = 1024;

  private final SocketChannel channel;
  private final long number;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

  ArmConnection(SocketChannel channel, long number) {
    this.channel = channel;
    this.number = number;
  }

  /// Begins to carry lines.
  ///
  /// @param ended is called when the client is gone
  void start(ArmDesk desk, Runnable ended) {
    ArmClient client = desk.join(this::send);
    Thread writer =
        Thread.ofPlatform().daemon().name("terrarium-arm-answers-" + number).start(this::write);
    Thread.ofPlatform()
        .daemon()
        .name("terrarium-arm-client-" + number)
        .start(() -> {
          try {
            read(client);
          } finally {
            client.leave();
            ended.run();
            writer.interrupt();
            close();
          }
        });
  }

  private void send(String line) {
    if (!waiting.offer(line)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "client {0} is cut off: it has not read its last {1} lines",
          number,
          MOST_WAITING);
      close();
    }
  }

  private void write() {
    try {
      while (true) {
        var bytes = ByteBuffer.wrap((waiting.take() + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          int _ = channel.write(bytes);
        }
      }
    } catch (IOException | InterruptedException _) {
      close(); // Its reader says that it is gone.
    }
  }

  private void read(ArmClient client) {
    try (InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
      var line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          take(client, line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else if (line.size() <= LONGEST) {
          line.write(next);
        }
      }
    } catch (IOException _) {
      // It is gone, as after its last line.
    }
  }

  private static void take(ArmClient client, String line) {
    if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      client.refuse("a line has at most %d bytes, its end left out".formatted(LONGEST));
    } else if (!line.isBlank()) {
      client.say(line);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection was not closed", e);
    }
  }
}
