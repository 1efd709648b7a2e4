package dev.terrarium.control;

import dev.terrarium.control.loop.ControlLoop;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.safety.HandlerResult;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An arm's loop from one start to its end. Any thread.
final class Tour {
  private static final System.Logger LOGGER = System.getLogger(Tour.class.getPackageName());

  private final CompletableFuture<Optional<LoopEnd>> rest = new CompletableFuture<>();
  private final CompletableFuture<LoopEnd> ended = new CompletableFuture<>();
  private final List<PolicyRun> policies = new CopyOnWriteArrayList<>();
  private volatile @Nullable ControlLoop loop;
  private volatile boolean isStopAsked;

  /// Asks for its end, which may be before it is live.
  void stop() {
    isStopAsked = true;
    ControlLoop live = loop;
    if (live != null) {
      live.stop();
    }
  }

  void goLive(ControlLoop live) {
    loop = live;
    if (isStopAsked) {
      live.stop();
    }
  }

  /// Frees the memory of its cycles when it has ended.
  void free() {
    ControlLoop live = loop;
    if (live != null) {
      live.close();
    }
  }

  @Nullable ControlLoop loop() {
    return loop;
  }

  /// Whether there was a cycle.
  boolean hasRun() {
    ControlLoop live = loop;
    return live != null && live.board().written() > 0;
  }

  /// Throws what it ended with, if it was never live.
  void throwFailure() {
    switch (ended.isCompletedExceptionally() ? ended.exceptionNow() : null) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  /// Whether the arm is not controlled by it any more.
  boolean isOver() {
    return rest.isDone();
  }

  /// Ends with what the loop told.
  void rest(LoopEnd end) {
    rest.complete(Optional.of(end));
  }

  /// Ends without having been live.
  void fail(Throwable cause) {
    rest.complete(Optional.empty());
    ended.completeExceptionally(cause);
  }

  CompletableFuture<LoopEnd> ended() {
    return ended;
  }

  /// Adds one that ends with the loop.
  void add(PolicyRun policy) {
    policies.add(policy);
    Optional<LoopEnd> end = rest.getNow(Optional.empty());
    end.ifPresent(policy::armEnded);
  }

  void remove(PolicyRun policy) {
    policies.remove(policy);
  }

  void endPolicies(LoopEnd end) {
    for (PolicyRun policy : policies) {
      policy.armEnded(end);
    }
  }

  /// Waits until the arm is at rest, and says whether it is. A loop that runs no cycle until its
  /// caller is interrupted, since the time for it is up, loses its priority.
  HandlerResult awaitRest() throws Exception {
    ControlLoop live = loop;
    long before = live == null ? 0 : live.board().written();
    try {
      return rest.get().map(Tour::judged).orElseGet(HandlerResult::safe);
    } catch (InterruptedException e) {
      if (live != null && live.board().written() == before && live.giveWay()) {
        LOGGER.log(Level.WARNING, "the loop did not end, and has no priority any more");
      }
      throw e;
    }
  }

  private static HandlerResult judged(LoopEnd end) {
    if (end instanceof LoopEnd.ArmFailed) {
      return HandlerResult.unsafe(end.words());
    }
    return end.unrest().map(HandlerResult::unsafe).orElseGet(HandlerResult::safe);
  }
}
