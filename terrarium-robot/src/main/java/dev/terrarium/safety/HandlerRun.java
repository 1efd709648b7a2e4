package dev.terrarium.safety;

import dev.terrarium.safety.HandlerFailure.Reason;
import dev.terrarium.safety.HandlerFailure.ReturnedError;
import dev.terrarium.safety.HandlerFailure.Threw;
import dev.terrarium.safety.HandlerFailure.TimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One run of a robot's handlers: all at once, each on a thread of its own and for its own time.
///
/// What becomes of a handler is decided once: by its end, or by its time. One whose time is up is
/// interrupted, and its thread is a daemon, so that it keeps nothing from ending.
final class HandlerRun {
  private final RobotId robot;
  private final List<Handler<?>> handlers;
  private final Duration each;
  private final Telling ending;
  private final @Nullable Standby standby;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final AtomicBoolean logged = new AtomicBoolean();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Ended> ended = new CompletableFuture<>();

  /// How a run has ended.
  record Ended(List<HandlerFailure> failures, SafetyState state) {}

  /// @param standby the thread to run on, if one was made in time
  HandlerRun(
      RobotId robot,
      List<Handler<?>> handlers,
      Duration each,
      Telling ending,
      @Nullable Standby standby) {
    this.robot = robot;
    this.handlers = handlers;
    this.each = each;
    this.ending = ending;
    this.standby = standby;
  }

  /// Whether the caller is the first to ask, and so the one who starts it.
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /// Returns the thread to run it on, or null if one has to be made.
  @Nullable Standby standby() {
    return standby;
  }

  /// Whether the caller is the first who knows how it has ended, and so the one who logs it.
  boolean mayLog() {
    return logged.compareAndSet(false, true);
  }

  /// Returns the telling of what comes of it.
  Telling ending() {
    return ending;
  }

  /// Runs all of them, and returns those that failed, in the order of registration.
  List<HandlerFailure> run() {
    long start = System.nanoTime();
    List<CompletableFuture<Optional<Reason>>> outcomes =
        handlers.stream().map(this::start).toList();
    List<HandlerFailure> failures = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      var path = handlers.get(i).path();
      await(outcomes.get(i), start).ifPresent(reason -> failures.add(failure(path, reason)));
    }
    threads.forEach(Thread::interrupt);
    return failures;
  }

  /// Returns what is to be said of all of them where the run itself has failed.
  List<HandlerFailure> failedBy(Throwable cause) {
    return handlers.stream().map(handler -> failure(handler.path(), new Threw(cause))).toList();
  }

  private static HandlerFailure failure(ComponentPath path, Reason reason) {
    return new HandlerFailure(path, reason);
  }

  private CompletableFuture<Optional<Reason>> start(Handler<?> handler) {
    var outcome = new CompletableFuture<Optional<Reason>>();
    Runnable work =
        () -> {
          outcome.complete(outcomeOf(handler));
          threads.remove(Thread.currentThread());
        };
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("terrarium-disarm-" + robot + "-" + handler.path())
            .unstarted(work);
    threads.add(thread);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // What the JVM throws where the system gives it no thread.
      threads.remove(thread);
      outcome.complete(Optional.of(new Threw(e)));
    }
    return outcome;
  }

  @SuppressWarnings("ConstantValue") // Whoever wrote the handler may not check for null.
  private static Optional<Reason> outcomeOf(Handler<?> handler) {
    try {
      HandlerResult result = handler.run();
      return switch (result) {
        case null -> Optional.of(new ReturnedError("it returned null"));
        case HandlerResult.Safe _ -> Optional.empty();
        case HandlerResult.Unsafe(String reason) -> Optional.of(new ReturnedError(reason));
      };
    } catch (Throwable e) { // Whatever it is, the component is perhaps not safe.
      return Optional.of(new Threw(e));
    }
  }

  private Optional<Reason> await(CompletableFuture<Optional<Reason>> outcome, long start) {
    long left = Durations.nanos(each) - (System.nanoTime() - start);
    outcome.completeOnTimeout(
        Optional.of(new TimedOut(each)), Math.max(left, 0), TimeUnit.NANOSECONDS);
    return outcome.join();
  }

  /// Tells those who wait how it has ended.
  void end(Ended how) {
    ended.complete(how);
  }

  /// Waits until it has ended, whether the thread is interrupted or not; a handler of the run,
  /// which would wait for itself, gets what cannot be known yet.
  Ended join() {
    if (threads.contains(Thread.currentThread())) {
      return new Ended(List.of(), SafetyState.DISARMING);
    }
    return ended.join();
  }
}
