package dev.terrarium.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The thread that a command does its work on: its stack is large enough for Python, and when the
/// process is told to end, it is interrupted and given time to clean up.
final class RunThread {
  private static final long STACK = 64L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Function<Thread, Supplier<Optional<String>>> interruption;
  private final FutureTask<Integer> task;
  private final Thread thread;
  private final StopNotices notices;
  private final LastWords lastWords;
  private volatile Supplier<Optional<String>> standing = Optional::empty;
  private final AtomicInteger toldToEnd = new AtomicInteger();

  private RunThread(
      Function<Thread, Supplier<Optional<String>>> interruption,
      StopNotices notices,
      LastWords lastWords,
      IntSupplier work) {
    this.interruption = interruption;
    this.notices = notices;
    this.lastWords = lastWords;
    task = new FutureTask<>(work::getAsInt);
    thread = Thread.ofPlatform().name("terrarium-run").stackSize(STACK).daemon().unstarted(task);
  }

  /// Does the work and returns its exit code; that of a signal, if one put an end to it.
  ///
  /// @param interruption asks the thread to stop, and gives what tells where it is if it does not
  /// @param lastWords what is to be written before the process is ended with the work under way
  static int run(
      Function<Thread, Supplier<Optional<String>>> interruption,
      StopNotices notices,
      LastWords lastWords,
      IntSupplier work) {
    var run = new RunThread(interruption, notices, lastWords, work);
    run.thread.start();
    Signals.on("INT", () -> run.end(ExitCode.INTERRUPTED));
    Signals.on("TERM", () -> run.end(ExitCode.TERMINATED));
    Signals.on("HUP", () -> run.end(ExitCode.HUNG_UP));
    return run.await();
  }

  private int await() {
    try {
      int code = task.get();
      if (code == ExitCode.INTERRUPTED) {
        notices.stopped();
      }
      return code == ExitCode.INTERRUPTED && toldToEnd.get() != 0 ? toldToEnd.get() : code;
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      return ExitCode.INTERRUPTED;
    } catch (ExecutionException failure) {
      throw new AssertionError("The command threw; this is a bug in Terrarium", failure.getCause());
    }
  }

  /// Ends the work by itself, or, when told a second time or after a while, the process.
  private void end(int code) {
    if (toldToEnd.compareAndSet(0, code)) {
      start("terrarium-interrupt", () -> standing = interruption.apply(thread));
      start("terrarium-end", () -> endUnheard(code));
      notices.stopping();
    } else {
      exit(code);
    }
  }

  private static void start(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(work);
  }

  private void exit(int code) {
    lastWords.say();
    notices.stopped();
    System.exit(code);
  }

  private void endUnheard(int code) {
    try {
      if (!thread.join(PATIENCE)) {
        notices.unheard(PATIENCE, standing.get());
        exit(code);
      }
    } catch (InterruptedException endingAnyway) {
      Thread.currentThread().interrupt();
    }
  }
}
