package dev.terrarium.python;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The two threads that see to it that deadlines hold.
///
/// The *timer* never waits for anything, least of all for the GIL: it sends signals, passes
/// verdicts and frees callers. The *interrupter* does what needs the GIL; while code that keeps the
/// GIL runs it waits like everybody else, and the timer learns from that. Neither runs code of the
/// user's. Both start when they are first needed.
final class Watchdog {
  private static final String INTERRUPTER = "terrarium-interrupts";

  private final Interpreter interpreter;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, new Named("terrarium-deadlines", 0));
  private final ThreadPoolExecutor interrupter =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new Named(INTERRUPTER, Carriers.STACK_BYTES));

  Watchdog(Interpreter interpreter) {
    this.interpreter = interpreter;
    timer.setRemoveOnCancelPolicy(true);
  }

  private record Named(String name, long stack) implements ThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(null, work, name, stack);
      thread.setDaemon(true);
      return thread;
    }
  }

  /// Does something on the timer, after a while; it must not wait.
  ///
  /// @return takes it back
  Runnable after(Duration delay, Runnable work) {
    ScheduledFuture<?> alarm =
        timer.schedule(() -> reporting(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> alarm.cancel(false);
  }

  /// A future keeps what its work throws to itself, and nobody asks this one.
  private static void reporting(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error bug) {
      Thread timer = Thread.currentThread();
      timer.getUncaughtExceptionHandler().uncaughtException(timer, bug);
    }
  }

  /// Does something on the interrupter, with the GIL, as soon as that can be had.
  void withGil(Consumer<Gil> work) {
    interrupter.execute(() -> attached(work));
  }

  /// Whether a thread is the interrupter.
  boolean isOurs(Thread thread) {
    return thread.getName().equals(INTERRUPTER);
  }

  private void attached(Consumer<Gil> work) {
    Gil gil;
    try {
      gil = interpreter.attachment().enterQuietly();
    } catch (PythonUnavailableException ending) { // With the process, and all that runs in it.
      return;
    }
    try {
      work.accept(gil);
    } finally {
      gil.closeQuietly();
    }
  }
}
