package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Calls back after a while: the one timer of a robot's commands.
///
/// What it calls must be short and must not throw.
interface Alarms extends AutoCloseable {
  /// One call to come.
  interface Alarm {
    /// Calls it off; a call in progress goes on.
    void cancel();
  }

  /// Calls once, after `wait`.
  Alarm after(Duration wait, Runnable call);

  @Override
  void close();

  /// Returns it in nanoseconds, or a century if it is longer.
  private static long nanos(Duration wait) {
    Duration most = Duration.ofDays(36_500);
    return (wait.compareTo(most) > 0 ? most : wait).toNanos();
  }

  /// Opens one on a daemon thread of its own.
  static Alarms open(String thread) {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name(thread).unstarted(task));
    timer.setRemoveOnCancelPolicy(true);
    return new Alarms() {
      @Override
      public Alarm after(Duration wait, Runnable call) {
        ScheduledFuture<?> future = timer.schedule(call, nanos(wait), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      }

      @Override
      public void close() {
        timer.shutdownNow();
      }
    };
  }
}
