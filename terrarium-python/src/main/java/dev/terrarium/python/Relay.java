package dev.terrarium.python;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A region held by a carrier for a thread that must not run Python itself: one step at a time.
///
/// The owner, a virtual thread or one with a small stack, waits while the carrier works and the
/// carrier waits, with the GIL, while the owner does; that is what holding the GIL means.
final class Relay {
  private record Step(
      Supplier<? extends @Nullable Object> work, CompletableFuture<@Nullable Object> done) {}

  private final LinkedTransferQueue<Step> steps = new LinkedTransferQueue<>();
  private boolean ended;

  /// Does a step on the carrier, for the owner. What the step throws is thrown here.
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  <R extends @Nullable Object> R step(Supplier<R> work) {
    Step step = new Step(work, new CompletableFuture<>());
    steps.add(step);
    return (R) await(step.done());
  }

  /// Makes the step that is being done the last.
  void end() {
    ended = true;
  }

  /// Serves the owner until its region ends; on the carrier.
  void serve() {
    while (!ended) {
      serveNext();
    }
  }

  /// A method of its own, so that no local variable keeps a step and its result while the next is
  /// awaited.
  private void serveNext() {
    try {
      Step step = steps.take();
      complete(step.work(), step.done());
    } catch (InterruptedException ignored) {
      // A carrier belongs to us; nobody has a reason to interrupt it.
    }
  }

  /// Runs work and completes a future with what became of it.
  static <R extends @Nullable Object> void complete(
      Supplier<? extends R> work, CompletableFuture<R> done) {
    try {
      done.complete(work.get());
    } catch (Throwable thrown) {
      done.completeExceptionally(thrown);
    }
  }

  /// Waits, whatever interrupts come, and throws what the work threw.
  static <R extends @Nullable Object> R await(CompletableFuture<R> done) {
    try {
      return done.join();
    } catch (CompletionException wrapped) {
      Throwable thrown = wrapped.getCause();
      throw Thrown.unchecked(thrown == null ? wrapped : Thrown.here(thrown));
    }
  }
}
