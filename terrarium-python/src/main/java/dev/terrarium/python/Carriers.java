package dev.terrarium.python;

import dev.terrarium.os.ThreadSignal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads of ours that run Python for threads that must not.
///
/// Their stacks are large, because CPython before 3.14 recurses on the C stack without looking how
/// much there is. They are made as they are needed. As daemons they never keep the JVM alive.
///
/// There is a usual number of them, since more would only wait for the GIL, and those live as long
/// as the process. But a carrier may itself wait for work that needs another one. So work that is
/// handed over from a carrier, or by a thread that has one, never stands in the queue: it gets a
/// carrier of its own. And where nobody takes what is first in the queue for a while, one more
/// carrier does. Those beyond the usual number end when they have been idle for a while.
///
/// The first is Python's main thread. It is kept for calls that may have to be interrupted, since
/// signals reach no other thread's Python code.
final class Carriers {
  static final long STACK_BYTES = 64L << 20;

  private static final int USUAL = 64;
  private static final int MOST = 1000;
  private static final Duration STANDSTILL = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Interpreter interpreter;
  private final LinkedTransferQueue<Runnable> work = new LinkedTransferQueue<>();
  private final LinkedTransferQueue<Runnable> mainWork = new LinkedTransferQueue<>();
  private final AtomicBoolean mainIsIdle = new AtomicBoolean();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger named = new AtomicInteger(1);

  /// Whether somebody looks after the queue.
  private final AtomicBoolean watched = new AtomicBoolean();

  Carriers(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// The signal that interrupts Python's main thread, or 0 where there is none.
  private volatile int signal;

  private volatile @Nullable Thread main;
  private volatile long mainHandle;

  /// Starts the first carrier, which becomes Python's main thread by what it is given to run.
  ///
  /// @return what came of that: who is told finds the thread free
  CompletableFuture<Boolean> startMain(Supplier<Boolean> first) {
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    CompletableFuture<Boolean> told = begun.whenComplete((_, _) -> mainIsIdle.set(true));
    started.incrementAndGet();
    mainWork.add(() -> Relay.complete(first, begun));
    main = start("python-main", this::serveMain);
    return told;
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
    if (isMain()) {
      mainIsIdle.set(true);
    }
  }

  /// Whether the current thread is Python's main one.
  boolean isMain() {
    return Thread.currentThread().equals(main);
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

  /// Lends Python's main thread, if nobody has it.
  Optional<MainThread> lendMain() {
    if (!mainIsIdle.compareAndSet(true, false)) {
      return Optional.empty();
    }
    MainThread lent = new MainThread(this);
    mainWork.add(lent::serve);
    return Optional.of(lent);
  }

  /// Runs work on a carrier and waits for it. What the work throws is thrown here.
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  <R extends @Nullable Object> R run(Supplier<R> supplier) {
    StackEnd.checkHandOver();
    checkRoom();
    CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
    hand(() -> Relay.complete(supplier, done));
    return (R) Relay.await(done);
  }

  /// Gives work to an idle carrier, or to a new one, or to the first that is done.
  void hand(Runnable task) {
    if (!work.tryTransfer(task) && !startFor(task, isNested() ? MOST : USUAL)) {
      work.add(task);
      if (watched.compareAndSet(false, true)) {
        look(null);
      }
    }
  }

  /// Sees to it that work handed over from here would find a carrier.
  ///
  /// @throws IllegalStateException when all wait for each other
  void checkRoom() {
    if (started.get() >= MOST && isNested() && !work.hasWaitingConsumer()) {
      throw new IllegalStateException(
          "%d calls of Python run, and this one is made inside another: calls that each wait for the next are nested too deeply, so call Python directly in the region that is open"
              .formatted(MOST));
    }
  }

  /// Whether the current thread has a carrier, or is one.
  private static boolean isNested() {
    return Thread.currentThread() instanceof Carrier || RelayedRegions.current() != null;
  }

  /// Starts a carrier that begins with some work, unless there are so many.
  private boolean startFor(Runnable first, int most) {
    int number = started.get();
    while (number < most) {
      if (started.compareAndSet(number, number + 1)) {
        boolean stays = number < USUAL;
        try {
          String name = "python-" + named.getAndIncrement();
          started(new Carrier(name, first, () -> serve(stays)));
        } catch (Throwable refused) { // By the system, which has no more threads.
          started.decrementAndGet();
          throw refused;
        }
        return true;
      }
      number = started.get();
    }
    return false;
  }

  /// Starts one more carrier where what was first in the queue still is; on the timer, but for the
  /// first look.
  @SuppressWarnings("ReferenceEquality") // Work is equal to itself alone.
  private void look(@Nullable Runnable before) {
    Runnable first = work.peek();
    if (first == null) {
      watched.set(false);
      if (work.isEmpty() || !watched.compareAndSet(false, true)) {
        return;
      }
    }
    Duration next = first == null || first != before || isHelped() ? STANDSTILL : IDLE;
    Runnable _ = interpreter.watchdog.after(next, () -> look(first));
  }

  private boolean isHelped() {
    try {
      if (startFor(() -> {}, MOST)) {
        return true;
      }
      logger().log(Level.WARNING, "{0} calls of Python run, none ends, and more wait", MOST);
    } catch (OutOfMemoryError noThread) {
      logger()
          .log(Level.WARNING, "calls of Python wait for a thread, which cannot be had", noThread);
    }
    return false;
  }

  private static Logger logger() {
    return System.getLogger("dev.terrarium.python");
  }

  private static Thread start(String name, Runnable serving) {
    return started(new Carrier(name, () -> {}, serving));
  }

  private static Thread started(Thread thread) {
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /// A thread of ours.
  private static final class Carrier extends Thread {
    private @Nullable Runnable first;

    Carrier(String name, Runnable first, Runnable serving) {
      super(null, serving, name, STACK_BYTES);
      this.first = first;
    }

    @Override
    public void run() {
      runFirst();
      super.run();
    }

    /// A method of its own, so that nothing keeps it and its result afterwards.
    private void runFirst() {
      Runnable task = first;
      first = null;
      if (task != null) {
        task.run();
      }
    }
  }

  private void serve(boolean stays) {
    while (serveNext(work, stays)) {}
    started.decrementAndGet();
  }

  private void serveMain() {
    while (serveNext(mainWork, true)) {}
  }

  /// A method of its own, so that no local variable keeps a task and its result while the next is
  /// awaited. Says no when there was nothing to do for a while.
  private static boolean serveNext(LinkedTransferQueue<Runnable> tasks, boolean stays) {
    try {
      Runnable task = stays ? tasks.take() : tasks.poll(IDLE.toSeconds(), TimeUnit.SECONDS);
      if (task == null) {
        return false;
      }
      task.run();
    } catch (InterruptedException ignored) {
      // Meant for a call that has ended meanwhile.
    }
    return true;
  }

  int started() {
    return started.get();
  }
}
