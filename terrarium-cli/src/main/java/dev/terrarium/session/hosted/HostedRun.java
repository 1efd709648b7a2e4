package dev.terrarium.session.hosted;

import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PythonException;
import java.util.List;
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
  private static final AtomicInteger NAMED = new AtomicInteger(1);

  static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), HostedRun::thread);

  private static final Set<HostedRun> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private final CompletableFuture<Ended> ended = new CompletableFuture<>();
  private final NodeCatalog catalog;
  private volatile @Nullable Thread thread;

  private HostedRun(NodeCatalog catalog) {
    this.catalog = catalog;
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
  /// @param catalog can interrupt its nodes
  static HostedRun begin(Callable<Ended> work, NodeCatalog catalog) {
    var run = new HostedRun(catalog);
    THREADS.execute(() -> run.run(work));
    return run;
  }

  private void run(Callable<Ended> work) {
    thread = Thread.currentThread();
    UNDER_WAY.add(this);
    try {
      ended.complete(work.call());
    } catch (Throwable thrown) {
      ended.completeExceptionally(thrown);
    } finally {
      UNDER_WAY.remove(this);
      thread = null;
      Thread.interrupted();
    }
  }

  /// Stops all runs, and waits a moment for them to clean up; without the GIL.
  static boolean stopAll() {
    var left = List.copyOf(UNDER_WAY);
    left.forEach(HostedRun::stop);
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
    while (true) {
      if (gil.released(() -> isOver(LOOK_MILLIS))) {
        return ended.join();
      }
      try {
        tick.accept(gil);
        var _ = gil.eval("None"); // Python handles its signals here.
      } catch (PythonException raised) {
        stop();
        boolean _ = gil.released(() -> isOver(Long.MAX_VALUE));
        throw raised;
      }
    }
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
      stop();
      return false;
    }
  }

  /// Has something done at the end, on the run's thread or at once: with what came of it, or with
  /// what it threw.
  void whenEnded(BiConsumer<@Nullable Ended, @Nullable Throwable> action) {
    CompletableFuture<Ended> _ = ended.whenComplete(action);
  }

  /// Asks the run to stop and clean up.
  void stop() {
    var running = thread;
    if (running != null) {
      var _ = catalog.interrupt(running);
      running.interrupt();
    }
  }
}
