package dev.terrarium.cli;

import dev.terrarium.pipeline.RunsOn;
import dev.terrarium.pipeline.run.RunThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// The thread that a command does its work on: its stack is large enough for Python, and when the
/// process is told to end, it is interrupted and given time to clean up.
final class RunThread {
  private static final long STACK = 64L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long it may take to find out where the work stands.
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Function<Thread, RunsOn> interruption;
  private final FutureTask<Integer> task;
  private final Thread thread;
  private final StopNotices notices;
  private final LastWords lastWords;
  private volatile RunsOn runsOn = _ -> List.of();
  private final AtomicInteger toldToEnd = new AtomicInteger();
  private final RunThreads threads = RunThreads.watch();

  private RunThread(
      Function<Thread, RunsOn> interruption,
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
      Function<Thread, RunsOn> interruption,
      StopNotices notices,
      LastWords lastWords,
      IntSupplier work) {
    var run = new RunThread(interruption, notices, lastWords, work);
    try (run.threads) {
      run.thread.start();
      Signals.on("INT", () -> run.end(ExitCode.INTERRUPTED));
      Signals.on("TERM", () -> run.end(ExitCode.TERMINATED));
      Signals.on("HUP", () -> run.end(ExitCode.HUNG_UP));
      return run.await();
    }
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
      start("terrarium-interrupt", () -> runsOn = interruption.apply(thread));
      start("terrarium-end", () -> endUnheard(code));
      notices.stopping();
    } else {
      if (thread.isAlive()) {
        notices.atOnce(() -> standing(Duration.ZERO));
      }
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
        notices.unheard(PATIENCE, standing(LOOK));
        exit(code);
      }
    } catch (InterruptedException endingAnyway) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns what runs on, by its name alone where nothing else is known.
  private List<String> standing(Duration patience) {
    var told = runsOn.tell(patience);
    var others =
        threads.now().stream()
            .flatMap(at -> at.current().stream())
            .filter(node -> told.stream().noneMatch(text -> names(text, node)))
            .map(node -> "node " + node);
    return Stream.concat(told.stream(), others).toList();
  }

  private static boolean names(String told, String node) {
    return List.of(told.split(":", 2)[0].split("[ ,]+")).contains(node);
  }
}
