package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells a handler that its execution has been ended from outside.
///
/// Its thread is interrupted as well, once. The token says so for ever, whoever has swallowed the
/// interrupt.
public final class CancelToken {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Ending ending;

  CancelToken() {}

  /// Whether the execution has been ended: one volatile read.
  public boolean isCancelled() {
    return ending != null;
  }

  /// Returns what has ended it, if anything has.
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /// Returns if the execution goes on.
  ///
  /// @throws CancellationException if it was ended; to leave the handler by it is right
  public void require() {
    Ending its = ending;
    if (its != null) {
      throw new CancellationException(its.description());
    }
  }

  /// Waits, and returns whether the execution was ended meanwhile. It stands for a sleep.
  public boolean await(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  void end(Ending by) {
    ending = by;
    ended.countDown();
  }
}
