package dev.terrarium.python;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads of ours that run Python for threads that must not.
///
/// Their stacks are large, because CPython before 3.14 recurses on the C stack without looking how
/// much there is. They are made as they are needed, up to a bound, and live as long as the process;
/// the first is Python's main thread. As daemons they never keep the JVM alive.
final class Carriers {
  static final long STACK_BYTES = 64L << 20;

  private static final int MOST = 64;

  private final LinkedTransferQueue<Runnable> work = new LinkedTransferQueue<>();
  private final AtomicInteger started = new AtomicInteger();

  /// Starts the first carrier, which becomes Python's main thread by what it is given to run.
  void startMain(Runnable first) {
    started.incrementAndGet();
    start("python-main", first);
  }

  /// Runs work on a carrier and waits for it. What the work throws is thrown here.
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  <R extends @Nullable Object> R run(Supplier<R> supplier) {
    CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
    hand(() -> Relay.complete(supplier, done));
    return (R) Relay.await(done);
  }

  /// Gives work to an idle carrier, or to a new one, or to the first that is done.
  void hand(Runnable task) {
    if (work.tryTransfer(task)) {
      return;
    }
    int number = started.get();
    while (number < MOST) {
      if (started.compareAndSet(number, number + 1)) {
        start("python-" + number, task);
        return;
      }
      number = started.get();
    }
    work.add(task);
  }

  private void start(String name, Runnable first) {
    work.add(first);
    Thread thread = new Thread(null, this::serve, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (true) {
      serveNext();
    }
  }

  /// A method of its own, so that no local variable keeps a task and its result while the next is
  /// awaited.
  private void serveNext() {
    try {
      work.take().run();
    } catch (InterruptedException ignored) {
      // A carrier belongs to us; nobody has a reason to interrupt it.
    }
  }

  int started() {
    return started.get();
  }
}
