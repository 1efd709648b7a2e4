package dev.terrarium.worker.script;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;

/// Work that keeps every thread of the common pool, until it is closed.
final class FullCommonPool implements AutoCloseable {
  private final CountDownLatch over = new CountDownLatch(1);

  FullCommonPool() {
    int threads = Math.max(1, ForkJoinPool.getCommonPoolParallelism());
    var kept = new Semaphore(0);
    for (int i = 0; i < threads; i++) {
      ForkJoinPool.commonPool().execute(() -> keep(kept));
    }
    kept.acquireUninterruptibly(threads);
  }

  private void keep(Semaphore kept) {
    kept.release();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
