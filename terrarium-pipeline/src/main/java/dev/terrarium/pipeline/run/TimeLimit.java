package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Outlet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Interrupts a thread whose node works on one item for longer than it may.
///
/// The clock stands still while what the node emits is on its way downstream. An interrupt hits the
/// node or nothing: the watcher and the node's thread agree under a lock whether it is still due.
final class TimeLimit {
  private static final List<String> KINDS =
      List.of("TimeoutError", TimeoutException.class.getName());
  private static final ScheduledThreadPoolExecutor WATCHER = watcher();

  /// What a node may be at work on.
  static final String ITEM = "an item";

  static final String FLUSH = "a flush";

  private final Duration limit;

  TimeLimit(Duration limit) {
    this.limit = limit;
  }

  /// Does work, for no longer than it may take.
  ///
  /// @param what what the work is on
  /// @throws ForeignException of the type that Python has for that, as nodes in Python throw
  void keep(Attempts.Work work, String what, Outlet out) throws Exception {
    var watch = new Watch(Thread.currentThread(), limit.toNanos());
    watch.start();
    try {
      work.run(item -> {
        if (!watch.stop()) {
          out.emit(item);
          watch.start();
        }
      });
    } catch (Halt halt) {
      throw halt;
    } catch (Exception thrown) {
      if (!watch.stop()) {
        throw thrown;
      }
    }
    if (watch.stop()) {
      var late =
          new TimeoutException(
              "the node worked longer on %s than its limit of %d ms"
                  .formatted(what, limit.toMillis()));
      throw new ForeignException(KINDS, String.valueOf(late.getMessage()), "", late);
    }
  }

  private static ScheduledThreadPoolExecutor watcher() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("terrarium-time-limits").daemon().factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /// The time of one item.
  private static final class Watch {
    private final Thread thread;
    private long left;
    private long since;
    private boolean isRunning;
    private boolean hasExpired;
    private boolean hasInterrupted;
    private @Nullable ScheduledFuture<?> due;

    Watch(Thread thread, long nanos) {
      this.thread = thread;
      this.left = nanos;
    }

    synchronized void start() {
      if (!hasExpired) {
        isRunning = true;
        since = System.nanoTime();
        due = WATCHER.schedule(this::expire, left, TimeUnit.NANOSECONDS);
      }
    }

    private synchronized void expire() {
      if (isRunning) {
        isRunning = false;
        hasExpired = true;
        hasInterrupted = true;
        thread.interrupt();
      }
    }

    /// Stops the time, and returns whether the limit was passed; the interrupt is then gone.
    synchronized boolean stop() {
      if (isRunning) {
        isRunning = false;
        left -= System.nanoTime() - since;
        if (due != null) {
          due.cancel(false);
        }
        hasExpired = left <= 0;
      } else if (hasInterrupted) {
        hasInterrupted = false;
        Thread.interrupted();
      }
      return hasExpired;
    }
  }
}
