package dev.terrarium.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;

/// What a process writes to one of its outputs, past Python's own: handed on as it comes, and its
/// end kept.
final class LastLines {
  private static final int KEPT = 4000;
  private static final int AT_ONCE = 1 << 13;

  /// How long to wait for the end of what a process wrote that has ended. It is there when the
  /// process is gone, and only has to be read, unless a child that has left its group keeps the
  /// pipe open.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Consumer<String> sink;
  private final Dump dump = new Dump();
  private final Thread thread;
  private final StringBuilder kept = new StringBuilder();

  private LastLines(InputStream stream, String name, Consumer<String> sink) {
    this.sink = sink;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> read(stream));
  }

  /// Begins to read, on a thread of its own.
  static LastLines read(InputStream stream, String name, Consumer<String> sink) {
    var lines = new LastLines(stream, name, sink);
    lines.thread.start();
    return lines;
  }

  private void read(InputStream stream) {
    byte[] buffer = new byte[AT_ONCE];
    try (stream) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        take(dump.of(new String(buffer, 0, count, UTF_8)));
      }
    } catch (IOException e) {
      // The process was ended, and its output with it.
    }
    take(dump.end());
  }

  private void take(String text) {
    if (!text.isEmpty()) {
      synchronized (kept) {
        kept.append(text);
        kept.delete(0, Math.max(0, kept.length() - KEPT));
      }
      sink.accept(text);
    }
  }

  /// Returns the end of all that a process wrote that has ended, or was killed.
  ///
  /// The process must not have been ended by its own `destroy`, which closes what is to be read.
  String text() throws InterruptedException {
    boolean _ = thread.join(PATIENCE);
    synchronized (kept) {
      return kept.toString().strip();
    }
  }
}
