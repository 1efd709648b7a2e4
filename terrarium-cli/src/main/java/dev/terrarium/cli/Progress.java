package dev.terrarium.cli;

import dev.terrarium.pipeline.WorkerReport;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts what goes into a pipeline and what leaves it, and shows that on a terminal.
final class Progress implements AutoCloseable {
  private static final int EVERY_MILLIS = 200;

  private final Terminal terminal;
  private final ProgressLine line;
  private final Supplier<List<WorkerReport>> workers;
  private final AtomicLong in = new AtomicLong();
  private final AtomicLong out = new AtomicLong();
  private final @Nullable ScheduledExecutorService clock;

  private Progress(
      Terminal terminal,
      ProgressLine line,
      Supplier<List<WorkerReport>> workers,
      @Nullable ScheduledExecutorService clock) {
    this.terminal = terminal;
    this.line = line;
    this.workers = workers;
    this.clock = clock;
  }

  /// Begins to count, and to show it if there is a terminal.
  ///
  /// @param total how many items will go in, if that is known
  /// @param workers looks at the worker processes of all nodes
  static Progress begin(
      Terminal terminal, OptionalLong total, Supplier<List<WorkerReport>> workers) {
    var line = new ProgressLine(System.nanoTime(), total);
    if (!terminal.isInteractive()) {
      return new Progress(terminal, line, workers, null);
    }
    var clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("terrarium-progress").daemon().factory());
    var progress = new Progress(terminal, line, workers, clock);
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
    terminal.progress(line.text(System.nanoTime(), in.get(), out.get(), workers.get()));
  }

  @Override
  public void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    terminal.eraseProgress();
  }
}
