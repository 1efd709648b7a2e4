package dev.terrarium.python;

import dev.terrarium.os.ThreadSignal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads of ours that run Python for threads that must not.
///
/// Their stacks are large, because CPython before 3.14 recurses on the C stack without looking how
/// much there is. They are made as they are needed, up to a bound, and live as long as the process.
/// As daemons they never keep the JVM alive.
///
/// The first is Python's main thread. It is kept for calls that may have to be interrupted, since
/// signals reach no other thread's Python code.
final class Carriers {
  static final long STACK_BYTES = 64L << 20;

  private static final int MOST = 64;

  private final LinkedTransferQueue<Runnable> work = new LinkedTransferQueue<>();
  private final LinkedTransferQueue<Runnable> mainWork = new LinkedTransferQueue<>();
  private final AtomicBoolean mainIsIdle = new AtomicBoolean();
  private final AtomicInteger started = new AtomicInteger();

  /// The signal that interrupts Python's main thread, or 0 where there is none.
  private volatile int signal;

  private volatile @Nullable Thread main;
  private volatile long mainHandle;

  /// Starts the first carrier, which becomes Python's main thread by what it is given to run.
  void startMain(Runnable first) {
    started.incrementAndGet();
    mainWork.add(() -> {
      first.run();
      mainIsIdle.set(true);
    });
    main = start("python-main", this::serveMain);
  }

  /// Says by which signal Python's main thread, which calls this, can be interrupted.
  void setSignal(int number) {
    if (number != 0 && ThreadSignal.isAvailable()) {
      mainHandle = ThreadSignal.currentThread();
      signal = number;
    }
  }

  /// Interrupts Python's main thread, if that is the one meant and a signal reaches it.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  boolean signalMain(Attachment meant) {
    if (signal == 0 || meant.thread != main) {
      return false;
    }
    ThreadSignal.send(mainHandle, signal);
    return true;
  }

  /// Says that the work which this thread was given by [#handToMain] is done, but for telling so:
  /// who is told finds the thread free.
  void free() {
    if (Thread.currentThread().equals(main)) {
      mainIsIdle.set(true);
    }
  }

  /// Gives work, which calls [#free] at its end, to Python's main thread if that is idle, and
  /// otherwise as [#hand] does.
  void handToMain(Runnable task) {
    if (mainIsIdle.compareAndSet(true, false)) {
      mainWork.add(task);
    } else {
      hand(task);
    }
  }

  /// Runs work on a carrier and waits for it. What the work throws is thrown here.
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  <R extends @Nullable Object> R run(Supplier<R> supplier) {
    StackEnd.checkHandOver();
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
        work.add(task);
        start("python-" + number, this::serve);
        return;
      }
      number = started.get();
    }
    work.add(task);
  }

  private static Thread start(String name, Runnable serving) {
    Thread thread = new Thread(null, serving, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void serve() {
    while (true) {
      serveNext(work);
    }
  }

  private void serveMain() {
    while (true) {
      serveNext(mainWork);
    }
  }

  /// A method of its own, so that no local variable keeps a task and its result while the next is
  /// awaited.
  private static void serveNext(LinkedTransferQueue<Runnable> tasks) {
    try {
      tasks.take().run();
    } catch (InterruptedException ignored) {
      // Meant for a call that has ended meanwhile.
    }
  }

  int started() {
    return started.get();
  }
}
