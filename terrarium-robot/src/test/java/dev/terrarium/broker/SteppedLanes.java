package dev.terrarium.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;

/// Lanes without threads: work waits until the test runs it, and time passes when the test says so.
final class SteppedLanes implements Lanes {
  private final Queue<Runnable> dispatched = new ArrayDeque<>();
  private final Queue<Runnable> guarded = new ArrayDeque<>();
  private final Queue<Runnable> told = new ArrayDeque<>();
  private final Queue<Runnable> called = new ArrayDeque<>();
  private final PriorityQueue<Timed> timed =
      new PriorityQueue<>(Comparator.comparingLong(Timed::at).thenComparingLong(Timed::number));
  private long now = 1;
  private long number;

  private record Timed(long at, long number, Runnable work) {}

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized void dispatch(Runnable work) {
    dispatched.add(work);
  }

  @Override
  public synchronized void guard(Runnable work) {
    guarded.add(work);
  }

  @Override
  public synchronized Alarm guardAt(long nanos, Runnable work) {
    var alarm = new Timed(nanos, number++, work);
    timed.add(alarm);
    return () -> {
      synchronized (this) {
        timed.remove(alarm);
      }
    };
  }

  @Override
  public synchronized void tell(Runnable work) {
    told.add(work);
  }

  @Override
  public Executor callers() {
    return work -> {
      synchronized (this) {
        called.add(work);
      }
    };
  }

  /// Runs what waits, until nothing does.
  SteppedLanes run() {
    while (step(guarded) || step(dispatched) || step(told) || step(called)) {}
    return this;
  }

  /// Runs what callers have hung on their stages, and nothing else.
  void runCallers() {
    while (step(called)) {}
  }

  /// Runs what the guard has to do now, and nothing else.
  void runGuard() {
    while (step(guarded)) {}
  }

  /// Runs what the dispatcher has to do now, and nothing else.
  void runDispatcher() {
    while (step(dispatched)) {}
  }

  private boolean step(Queue<Runnable> lane) {
    Runnable work;
    synchronized (this) {
      work = lane.poll();
    }
    if (work != null) {
      work.run();
    }
    return work != null;
  }

  /// Lets time pass; what is due is run when it is.
  void pass(Duration time) {
    run();
    long until = nanos() + time.toNanos();
    while (true) {
      Timed next;
      synchronized (this) {
        next = timed.peek();
        if (next == null || next.at() > until) {
          break;
        }
        timed.remove(next);
        now = Math.max(now, next.at());
      }
      next.work().run();
      run();
    }
    synchronized (this) {
      now = until;
    }
  }

  /// Runs what the guard was to do by now, before anything else.
  synchronized void runDue() {
    while (!timed.isEmpty() && timed.peek().at() <= now) {
      timed.remove().work().run();
    }
  }

  /// Lets time jump, as a clock does that was set; nothing is run.
  synchronized void jump(Duration time) {
    now += time.toNanos();
  }

  @Override
  public void close() {
    run();
  }
}
