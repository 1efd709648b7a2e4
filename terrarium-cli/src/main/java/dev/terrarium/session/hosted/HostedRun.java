package dev.terrarium.session.hosted;

import dev.terrarium.pipeline.RunsOn;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PythonException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run on a thread of ours, begun by a thread of Python's.
///
/// The threads have stacks on which Python may recurse, and end when they have been idle.
final class HostedRun {
  private static final long STACK = 64L << 20;
  private static final long LOOK_MILLIS = 50;
  private static final long FAREWELL_MILLIS = 2_000;
  private static final long LONGEST_STOP_MILLIS = 5_000;
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final AtomicInteger NAMED = new AtomicInteger(1);

  static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), HostedRun::thread);

  private static final Set<HostedRun> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private final CompletableFuture<Ended> ended = new CompletableFuture<>();
  private final HostedPipelines.Held held;

  // All guarded by this.
  private @Nullable Thread thread;
  private OptionalLong stopped = OptionalLong.empty();
  private RunsOn standing = _ -> List.of();

  private HostedRun(HostedPipelines.Held held) {
    this.held = held;
  }

  /// What came of a run.
  ///
  /// @param outputs what left, in order; foreign values among them are owned by whoever has this
  record Ended(Outcome outcome, List<? extends @Nullable Object> outputs) {}

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform()
        .name("terrarium-run-" + NAMED.getAndIncrement())
        .daemon()
        .stackSize(STACK)
        .unstarted(work);
  }

  /// Begins a run.
  ///
  /// @param held what its nodes live on, which it keeps until its end
  static HostedRun begin(Callable<Ended> work, HostedPipelines.Held held) {
    var run = new HostedRun(held);
    held.enter();
    UNDER_WAY.add(run);
    THREADS.execute(() -> run.run(work));
    return run;
  }

  private void run(Callable<Ended> work) {
    enter();
    try {
      var end = work.call();
      leave();
      ended.complete(end);
    } catch (Throwable thrown) {
      leave();
      ended.completeExceptionally(thrown);
    }
    held.leave();
  }

  /// A run that was stopped before it had its thread begins interrupted.
  private synchronized void enter() {
    thread = Thread.currentThread();
    if (stopped.isPresent()) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nobody stops the run any more, before anybody knows of its end.
  private synchronized void leave() {
    UNDER_WAY.remove(this);
    thread = null;
    Thread.interrupted();
  }

  /// Stops all runs, and waits a moment for them to clean up; without the GIL.
  static boolean stopAll() {
    var left = UNDER_WAY.stream().filter(run -> !run.isGivenUp()).toList();
    for (var run : left) {
      var _ = run.stop();
    }
    var all =
        CompletableFuture.allOf(
            left.stream().map(run -> run.ended).toArray(CompletableFuture[]::new));
    try {
      all.get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // Nobody waits any more for what they would tell.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return UNDER_WAY.isEmpty();
  }

  /// Waits for the end without the GIL; what Python's signal handlers raise meanwhile, such as
  /// KeyboardInterrupt, stops the run and is thrown when that has cleaned up.
  ///
  /// @param tick called now and then
  Ended waitFor(Gil gil, Consumer<Gil> tick) {
    try {
      while (!isOver(gil)) {
        tick.accept(gil);
        look(gil);
      }
    } catch (PythonException raised) {
      var _ = stop();
      if (!stops(gil)) {
        note(gil, raised, gil.released(this::standing));
      }
      throw raised;
    }
    return ended.join();
  }

  /// Lets Python handle its signals.
  private static void look(Gil gil) {
    var _ = gil.eval("None");
  }

  private boolean isOver(Gil gil) {
    return gil.released(() -> isOver(LOOK_MILLIS));
  }

  /// Waits for the run to clean up, for a bounded time and until a second signal; says whether it
  /// has.
  private boolean stops(Gil gil) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_STOP_MILLIS);
    while (System.nanoTime() < end) {
      if (isOver(gil)) {
        return true;
      }
      try {
        look(gil);
      } catch (PythonException again) {
        again.value().close();
        return false;
      }
    }
    return false;
  }

  private static void note(Gil gil, PythonException raised, String standing) {
    var exception = gil.of(raised.value());
    if (exception.hasAttr("add_note")) { // From 3.11 on.
      var _ = exception.callMethod("add_note", standing);
    }
  }

  /// Stops the run, if nobody has, and says where it stands that nobody waits for; without the GIL.
  String standing() {
    return "the run was not waited for any longer: " + String.join("\n", stop().tell(PATIENCE));
  }

  private boolean isOver(long millis) {
    try {
      Ended _ = ended.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failed) {
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      var _ = stop();
      return false;
    }
  }

  /// Has something done at the end, on the run's thread or at once: with what came of it, or with
  /// what it threw.
  void whenEnded(BiConsumer<@Nullable Ended, @Nullable Throwable> action) {
    CompletableFuture<Ended> _ = ended.whenComplete(action);
  }

  /// Returns a future of the end, however the run ends.
  CompletableFuture<Boolean> end() {
    return ended.handle((_, _) -> true);
  }

  /// Whether it was stopped so long ago that nobody waits for it any more.
  private synchronized boolean isGivenUp() {
    return stopped.isPresent()
        && System.nanoTime() - stopped.getAsLong()
            >= TimeUnit.MILLISECONDS.toNanos(LONGEST_STOP_MILLIS - LOOK_MILLIS);
  }

  /// Asks the run to stop and clean up; returns what says where it stands, when it is asked. Once
  /// is enough, and a second time might interrupt the clean-up.
  synchronized RunsOn stop() {
    if (stopped.isEmpty()) {
      stopped = OptionalLong.of(System.nanoTime());
      if (thread != null) {
        standing = held.catalog().interrupt(thread);
      }
    }
    return standing;
  }
}
