package dev.terrarium.control;

import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.loop.LoopEnd;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A policy that moves an arm, at its own rate, on a thread of its own.
///
/// One question is open at a time. A time to ask that comes while it is open is skipped, and never
/// made up for. What a policy throws, or does not answer, reaches the arm as a target that gets too
/// old, and no otherwise. Any thread may call.
public final class PolicyRun {
  /// The arm, as a policy's run sees it.
  interface Side {
    /// Returns how it stands.
    BoardState observe();

    /// Gives it a target.
    ///
    /// @throws IllegalArgumentException if the target is refused
    Given aim(Target target, Age age);
  }

  private final Policy policy;
  private final PolicyOptions options;
  private final Side arm;
  private final LongSupplier nanos;
  private final CompletableFuture<PolicyEnd> ended = new CompletableFuture<>();

  // Guarded by this.
  private boolean isOpen;
  private boolean isOver;
  private long asked;
  private long taken;
  private long late;
  private long dropped;
  private long skipped;

  private volatile @Nullable Thread thread;

  PolicyRun(Policy policy, PolicyOptions options, Side arm, LongSupplier nanos) {
    this.policy = policy;
    this.options = options;
    this.arm = arm;
    this.nanos = nanos;
  }

  void start(String name) {
    Thread asking = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    thread = asking;
    asking.start();
  }

  /// Asks no more; what is still answered is not taken. Does not wait for the policy.
  public void stop() {
    end(new PolicyEnd.Stopped());
  }

  /// Returns what ends with it.
  public CompletionStage<PolicyEnd> ended() {
    return ended.minimalCompletionStage();
  }

  /// Returns what has happened so far.
  public synchronized PolicyCounts counts() {
    return new PolicyCounts(asked, taken, late, dropped, skipped);
  }

  void armEnded(LoopEnd end) {
    end(new PolicyEnd.ArmEnded(end));
  }

  private void run() {
    long next = nanos.getAsLong();
    while (!ended.isDone()) {
      tick();
      next += options.period();
      next += skipTo(nanos.getAsLong(), next);
      long wait = next - nanos.getAsLong();
      while (wait > 0 && !ended.isDone()) {
        LockSupport.parkNanos(this, wait);
        wait = Thread.interrupted() ? 0 : next - nanos.getAsLong();
      }
    }
  }

  /// Returns how far the next time to ask has to be put off so that it is to come.
  private synchronized long skipTo(long now, long next) {
    long passed = Math.max(0, (now - next) / options.period());
    skipped += passed;
    return passed * options.period();
  }

  /// Asks, if it is time to.
  void tick() {
    long number = open();
    if (number == 0) {
      return;
    }
    long askedAt = nanos.getAsLong();
    try {
      CompletionStage<Target> answer =
          Objects.requireNonNull(
              policy.act(new Observation(number, arm.observe())),
              "a policy returned null: expected a stage of a target");
      var _ = answer.whenComplete((target, thrown) -> answered(askedAt, target, thrown));
    } catch (Throwable e) {
      end(new PolicyEnd.Failed(e));
    }
  }

  private synchronized long open() {
    if (isOver) {
      return 0;
    }
    if (isOpen) {
      skipped++;
      return 0;
    }
    isOpen = true;
    return ++asked;
  }

  private void answered(long askedAt, @Nullable Target target, @Nullable Throwable thrown) {
    PolicyEnd end = null;
    if (target == null) {
      end = new PolicyEnd.Failed(cause(thrown));
    } else {
      try {
        long now = nanos.getAsLong();
        end = answered(target, now, now - askedAt);
      } catch (Throwable e) { // Whose stage is nobody's.
        end = new PolicyEnd.Failed(e);
      }
    }
    if (end != null) {
      end(end);
    }
  }

  /// Takes an answer, whose asking took so long; returns how the policy ends by it, if it does.
  private synchronized @Nullable PolicyEnd answered(Target target, long now, long took) {
    isOpen = false;
    if (isOver) {
      return null;
    }
    late += took > options.period() ? 1 : 0;
    if (took > options.holdNanos()) {
      dropped++;
      return null;
    }
    try {
      return switch (arm.aim(target, options.age(now))) {
        case TAKEN -> {
          taken++;
          yield null;
        }
        case SUPERSEDED -> new PolicyEnd.Superseded();
        case NOT_LIVE -> null; // The loop tells how it ended.
      };
    } catch (IllegalArgumentException e) {
      return new PolicyEnd.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static Throwable cause(@Nullable Throwable thrown) {
    if (thrown == null) {
      return new NullPointerException("a policy returned null: expected a target");
    }
    Throwable inner = thrown.getCause();
    return thrown instanceof CompletionException && inner != null ? inner : thrown;
  }

  private void end(PolicyEnd end) {
    synchronized (this) {
      if (isOver) {
        return;
      }
      isOver = true;
    }
    Thread asking = thread;
    if (asking != null && !asking.equals(Thread.currentThread())) {
      asking.interrupt();
    }
    ended.complete(end);
  }
}
