package dev.terrarium.control;

import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.loop.StateBoard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A move under way, as those see it who wait for its end.
///
/// Whoever ends it completes it first; who comes later changes nothing.
final class Moving {
  private static final long BETWEEN_LOOKS = 2_000_000;

  private final double[] goal;
  private final long swap;
  private final CompletableFuture<MoveEnd> end = new CompletableFuture<>();

  /// @param swap which taking over of a law the move is, by which boards tell that it has begun
  Moving(double[] goal, long swap) {
    this.goal = goal.clone();
    this.swap = swap;
  }

  /// Makes one that has not begun.
  static Moving ended(MoveEnd end) {
    var moving = new Moving(new double[0], 0);
    moving.end.complete(end);
    return moving;
  }

  CompletableFuture<MoveEnd> end() {
    return end;
  }

  /// Waits for the end, on a thread that is not the loop's.
  void watch(StateBoard board, Arrival arrival) {
    BoardState now = board.room();
    while (!end.isDone()) {
      MoveEnd judged = board.read(now) ? judge(now, arrival) : null;
      if (judged != null) {
        end.complete(judged);
      } else {
        LockSupport.parkNanos(BETWEEN_LOOKS);
      }
    }
  }

  /// Returns how it has ended, or null while it goes on.
  @Nullable MoveEnd judge(BoardState now, Arrival arrival) {
    double past = now.extras[Extra.PAST];
    if (now.extras[Extra.SWAP] != swap || past < 0) {
      return null;
    }
    int farthest = 0;
    for (int joint = 1; joint < goal.length; joint++) {
      if (off(now, joint) > off(now, farthest)) {
        farthest = joint;
      }
    }
    double off = off(now, farthest);
    if (off <= arrival.tolerance()) {
      return new MoveEnd.Arrived(off);
    }
    return past * 1e9 < TimeUnit.NANOSECONDS.convert(arrival.within())
        ? null
        : new MoveEnd.NotArrived(farthest + 1, off, arrival.tolerance());
  }

  private double off(BoardState now, int joint) {
    return Math.abs(now.arm.q[joint] - goal[joint]);
  }
}
