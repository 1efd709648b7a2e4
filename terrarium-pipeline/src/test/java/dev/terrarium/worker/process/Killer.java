package dev.terrarium.worker.process;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Kills one of this JVM's workers after the other, each after a while at random.
final class Killer implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMillis(70);

  private final AtomicInteger kills = new AtomicInteger();
  private final Random random;
  private final int most;
  private final Semaphore going = new Semaphore(0);
  private final Thread thread;
  private volatile boolean isOver;

  /// Begins to kill when [#go] says so.
  ///
  /// @param most how many
  Killer(long seed, int most) {
    this.random = new Random(seed);
    this.most = most;
    this.thread = Thread.ofPlatform().daemon().name("killer").start(this::work);
  }

  private void work() {
    going.acquireUninterruptibly();
    while (kills.get() < most) {
      LockSupport.parkNanos(random.nextLong(LONGEST.toNanos()));
      if (killOne(random)) {
        kills.incrementAndGet();
      } else if (isOver) {
        return; // Nobody is left to kill.
      }
    }
    isOver = true;
  }

  /// Kills a worker; false if there is none.
  static boolean killOne(Random random) {
    var workers =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").contains("python"))
            .toList();
    return !workers.isEmpty() && workers.get(random.nextInt(workers.size())).destroyForcibly();
  }

  /// Lets it begin; may be called again.
  void go() {
    going.release();
  }

  /// Whether all are killed.
  boolean isOver() {
    return isOver;
  }

  int kills() {
    return kills.get();
  }

  /// Returns when all are killed, also those that have nothing to do any more.
  @Override
  public void close() {
    isOver = true;
    go();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
