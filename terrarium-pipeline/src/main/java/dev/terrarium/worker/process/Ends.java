package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Values;
import dev.terrarium.worker.WorkerCrashedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A worker process that has connected, the JVM's ends of the lines to it, and what waits for them.
///
/// @param lines the first for requests, the second for what is said on the side
record Ends(Process process, LastLines err, Selector selector, List<SocketChannel> lines) {
  /// Starts a process and waits until it has connected.
  static Ends open(Launch launch, Launch.Purpose purpose, Owner owner)
      throws IOException, InterruptedException, WorkerCrashedException {
    var folder = Launch.privateFolder();
    var socket = folder.resolve(Launch.SOCKET);
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      var process = launch.start(socket, purpose);
      LastLines.read(process.getInputStream(), "terrarium-worker-stdout", launch.stdout());
      var err =
          LastLines.read(process.getErrorStream(), "terrarium-worker-stderr", launch.stderr());
      boolean isConnected = false;
      try {
        var ends = await(server, purpose.lines(), process, err, launch.patience());
        if (ends == null) {
          throw neverStarted(launch, process, err, owner);
        }
        isConnected = true;
        return ends;
      } finally {
        if (!isConnected) {
          process.destroyForcibly();
          Group.end(process);
        }
      }
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    }
  }

  SocketChannel line() {
    return lines.getFirst();
  }

  SocketChannel side() {
    return lines.get(1);
  }

  /// Waits until a process has connected its lines; null if it has ended, or time is up.
  private static @Nullable Ends await(
      ServerSocketChannel server, int count, Process process, LastLines err, Duration patience)
      throws IOException, InterruptedException {
    var selector = Selector.open();
    var lines = new ArrayList<SocketChannel>();
    boolean isConnected = false;
    try {
      server.configureBlocking(false);
      var key = server.register(selector, SelectionKey.OP_ACCEPT);
      var _ = process.onExit().thenRun(selector::wakeup);
      long end = System.nanoTime() + patience.toNanos();
      while (lines.size() < count) {
        var line = accepted(server, selector, process, end);
        if (line == null) {
          return null;
        }
        lines.add(line);
      }
      key.cancel();
      isConnected = true;
      return new Ends(process, err, selector, List.copyOf(lines));
    } finally {
      if (!isConnected) {
        close(selector, lines);
      }
    }
  }

  private static void close(Selector selector, List<SocketChannel> lines) throws IOException {
    try (selector) {
      selector.wakeup();
      for (var line : lines) {
        line.close();
      }
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
      process.toHandle().destroyForcibly();
      return new WorkerCrashedException(
          owner.node(),
          -1,
          "%s did not start in time, which is %s s: %s"
              .formatted(
                  owner.subject(),
                  Values.plain(launch.patience().toMillis() / 1000.0),
                  launch.describe()),
          err.text());
    }
    int status = process.exitValue();
    return new WorkerCrashedException(
        owner.node(),
        status,
        "%s did not start: %s %s"
            .formatted(
                owner.subject(), launch.describe(), Endings.atStart(status, launch.limits())),
        err.text());
  }
}
