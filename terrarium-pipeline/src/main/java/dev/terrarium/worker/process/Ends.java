package dev.terrarium.worker.process;

import dev.terrarium.worker.WorkerCrashedException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The JVM's ends of the lines to a worker process, and what waits for them.
record Ends(Selector selector, SocketChannel line, SocketChannel side) {
  private static final long LAST_WORDS_MILLIS = 50;

  /// Waits until a process has connected both; null if it has ended, or time is up.
  static @Nullable Ends await(ServerSocketChannel server, Process process, Duration patience)
      throws IOException, InterruptedException {
    var selector = Selector.open();
    SocketChannel line = null;
    boolean isConnected = false;
    try {
      server.configureBlocking(false);
      var key = server.register(selector, SelectionKey.OP_ACCEPT);
      var _ = process.onExit().thenRun(selector::wakeup);
      long end = System.nanoTime() + patience.toNanos();
      line = accepted(server, selector, process, end);
      var side = line == null ? null : accepted(server, selector, process, end);
      if (line == null || side == null) {
        return null;
      }
      key.cancel();
      isConnected = true;
      return new Ends(selector, line, side);
    } finally {
      if (!isConnected) {
        close(selector, line);
      }
    }
  }

  private static void close(Selector selector, @Nullable SocketChannel line) throws IOException {
    try (selector;
        line) {
      selector.wakeup();
    }
  }

  private static @Nullable SocketChannel accepted(
      ServerSocketChannel server, Selector selector, Process process, long end)
      throws IOException, InterruptedException {
    while (process.isAlive() && System.nanoTime() < end) {
      var channel = server.accept();
      if (channel != null) {
        channel.configureBlocking(false);
        return channel;
      }
      selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while a worker process was starting");
      }
    }
    return null;
  }

  /// Says that a process has not become ready, and how it ended.
  static WorkerCrashedException neverStarted(
      Launch launch, Process process, LastLines err, Owner owner) throws InterruptedException {
    if (process.isAlive()) {
      process.destroyForcibly();
      return new WorkerCrashedException(
          owner.node(),
          -1,
          owner.subject() + " did not start in time: " + launch.describe(),
          err.text(LAST_WORDS_MILLIS));
    }
    int status = process.exitValue();
    return new WorkerCrashedException(
        owner.node(),
        status,
        "%s did not start: %s %s"
            .formatted(
                owner.subject(), launch.describe(), Endings.atStart(status, launch.limits())),
        err.text(LAST_WORDS_MILLIS));
  }
}
