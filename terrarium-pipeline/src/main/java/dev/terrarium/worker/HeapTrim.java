package dev.terrarium.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Gives the system back what large pickles have taken of the Java heap.
///
/// The serial collector makes the heap larger for each large array as long as it may, rather than
/// collect those that are garbage, and never gives anything back of its own accord. So it is asked
/// to: when as much has come as the heap held after the last time, and when nothing comes any more.
public final class HeapTrim {
  private static final int LARGE = 1 << 20;
  private static final long LITTLE = 32L << 20;
  private static final long MUCH = 256L << 20;

  private static final AtomicLong COME = new AtomicLong();
  private static final AtomicBoolean IS_LOOKED = new AtomicBoolean();
  private static volatile boolean isWanted;
  private static volatile long held;

  private HeapTrim() {}

  /// Does so from now on; else the collector decides by itself.
  public static void begin() {
    isWanted = true;
  }

  /// A pickle of this size is made, or is about to be read.
  public static void comes(int size) {
    if (size < LARGE || !isWanted) {
      return;
    }
    if (COME.addAndGet(size) >= Math.max(MUCH, held)) {
      trim();
    }
    if (!IS_LOOKED.getAndSet(true)) {
      lookAfter(COME.get());
    }
  }

  /// Looks in a while whether more has come.
  private static void lookAfter(long known) {
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
        .execute(() -> {
          long come = COME.get();
          if (come != known) {
            lookAfter(come);
            return;
          }
          IS_LOOKED.set(false);
          if (come >= LITTLE) {
            trim();
          }
        });
  }

  private static synchronized void trim() {
    COME.set(0);
    System.gc();
    held = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
