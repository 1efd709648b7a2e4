package dev.terrarium.broker;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Daemon threads, made when they are first needed.
final class ThreadLanes implements Lanes {
  private static final int IDLE_SECONDS = 10;

  private final ExecutorService dispatcher;
  private final ScheduledThreadPoolExecutor guard;
  private final ExecutorService teller;
  private final ExecutorService callers;

  /// @param owner whose broker it is, for the names of the threads
  ThreadLanes(String owner) {
    dispatcher = single("terrarium-broker-" + owner);
    guard = new ScheduledThreadPoolExecutor(1, named("terrarium-guard-" + owner));
    guard.setRemoveOnCancelPolicy(true);
    guard.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    teller = single("terrarium-broker-told-" + owner);
    callers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("terrarium-broker-callback-" + owner));
  }

  private static ExecutorService single(String name) {
    return new ThreadPoolExecutor(
        1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void dispatch(Runnable work) {
    hand(dispatcher, work);
  }

  @Override
  public void guard(Runnable work) {
    hand(guard, work);
  }

  @Override
  public Alarm guardAt(long nanos, Runnable work) {
    try {
      var timed = guard.schedule(work, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      return () -> timed.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void tell(Runnable work) {
    hand(teller, work);
  }

  /// A lane that is closed has nobody left to do it for.
  private static void hand(Executor lane, Runnable work) {
    try {
      lane.execute(work);
    } catch (RejectedExecutionException closed) {
      return;
    }
  }

  @Override
  public Executor callers() {
    return work -> {
      try {
        callers.execute(work);
      } catch (RejectedExecutionException closed) {
        Thread.ofVirtual().name("terrarium-broker-callback").start(work);
      }
    };
  }

  @Override
  public void close() {
    dispatcher.shutdown();
    guard.shutdown();
    teller.shutdown();
    callers.shutdown();
  }
}
