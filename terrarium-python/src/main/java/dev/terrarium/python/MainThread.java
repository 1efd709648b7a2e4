package dev.terrarium.python;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/// Python's main thread, lent to one who has long work for it.
///
/// Only there can an interrupt end a sleep, a wait for a lock or a system call; see
/// [Python#interrupt]. While it is lent, calls with a deadline run on other threads of ours.
///
/// Work is done in the order in which it came, without the GIL.
public final class MainThread implements Executor, AutoCloseable {
  private final Carriers carriers;
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

  private final CompletableFuture<Boolean> freed = new CompletableFuture<>();

  /// Whether it was given back; of use to the main thread alone.
  private boolean ended;

  MainThread(Carriers carriers) {
    this.carriers = carriers;
  }

  /// Does what comes until the thread is given back; on the main thread.
  void serve() {
    while (!ended) {
      serveNext();
    }
    carriers.free();
    freed.complete(true);
  }

  /// A method of its own, so that no local variable keeps work while the next is awaited.
  private void serveNext() {
    try {
      work.take().run();
    } catch (InterruptedException ignored) {
      // Meant for work that has ended meanwhile.
    } catch (RuntimeException | Error thrown) {
      Thread main = Thread.currentThread();
      main.getUncaughtExceptionHandler().uncaughtException(main, thrown);
    }
  }

  /// Has work done on the thread, and does not wait for it. What it throws goes to the handler of
  /// uncaught exceptions.
  @Override
  public void execute(Runnable task) {
    work.add(Objects.requireNonNull(task, "task"));
  }

  /// Gives the thread back when the work that it was given is done, and waits for that, unless this
  /// is the thread.
  @Override
  public void close() {
    work.add(() -> ended = true);
    if (!carriers.isMain()) {
      boolean _ = freed.join(); // Unmoved by interrupts.
    }
  }
}
