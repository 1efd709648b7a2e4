package dev.terrarium.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts what goes into a pipeline and what leaves it, and shows that on a terminal.
final class Progress implements AutoCloseable {
  private static final int EVERY_MILLIS = 200;

  private final Terminal terminal;
  private final long begun = System.nanoTime();
  private final AtomicLong in = new AtomicLong();
  private final AtomicLong out = new AtomicLong();
  private final @Nullable ScheduledExecutorService clock;

  private Progress(Terminal terminal, @Nullable ScheduledExecutorService clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /// Begins to count, and to show it if there is a terminal.
  static Progress begin(Terminal terminal) {
    if (!terminal.isInteractive()) {
      return new Progress(terminal, null);
    }
    var clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("terrarium-progress").daemon().factory());
    var progress = new Progress(terminal, clock);
    var _ =
        clock.scheduleAtFixedRate(
            progress::show, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return progress;
  }

  /// Returns the same items, counted.
  Iterator<@Nullable Object> counted(Iterator<? extends @Nullable Object> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public @Nullable Object next() {
        in.incrementAndGet();
        return items.next();
      }
    };
  }

  /// Counts one output.
  void left() {
    out.incrementAndGet();
  }

  private void show() {
    double seconds = (System.nanoTime() - begun) / 1e9;
    terminal.progress(
        String.format(
            Locale.ROOT, "running: %d items in, %d out, %.1f s", in.get(), out.get(), seconds));
  }

  @Override
  public void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    terminal.eraseProgress();
  }
}
