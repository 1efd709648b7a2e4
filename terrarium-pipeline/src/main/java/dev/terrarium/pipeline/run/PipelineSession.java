package dev.terrarium.pipeline.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A pipeline that is kept open and takes items over time; its nodes keep their state meanwhile.
///
/// Any thread may send. The nodes run on a thread of the session's own, which takes one item after
/// the other. A node that fails ends the session, unless its policy says otherwise: who waits, and
/// who sends later, gets its exception.
public final class PipelineSession implements AutoCloseable {
  private static final long STACK = 64L << 20;

  private final Conversation conversation = new Conversation();
  private final FutureTask<Outcome> run;
  private final Thread thread;

  private PipelineSession(Pipeline pipeline) {
    run =
        new FutureTask<>(() -> pipeline.run(conversation.feed(), conversation)) {
          @Override
          protected void done() {
            conversation.fail(reason());
          }
        };
    thread =
        pipeline.hasPython()
            ? Thread.ofPlatform().name("terrarium-session").daemon().stackSize(STACK).unstarted(run)
            : Thread.ofVirtual().name("terrarium-session").unstarted(run);
  }

  static PipelineSession open(Pipeline pipeline) {
    var session = new PipelineSession(pipeline);
    session.thread.start();
    return session;
  }

  /// Sends an item and waits for all that comes of it, from every sink in order.
  ///
  /// @throws dev.terrarium.pipeline.PipelineException if a node failed, on this item or before
  /// @throws IllegalStateException if the session is closed
  /// @throws InterruptedException if the thread is interrupted; the item stays on its way
  public List<@Nullable Object> send(@Nullable Object item) throws InterruptedException {
    try {
      return conversation.ask(item).get();
    } catch (ExecutionException failed) {
      throw thrown(failed.getCause());
    }
  }

  /// Sends an item without waiting.
  ///
  /// @return all that comes of it, from every sink in order; fails as [#send] does
  public CompletableFuture<List<@Nullable Object>> sendAsync(@Nullable Object item) {
    return conversation.ask(item);
  }

  /// Ends the session when all that was sent has been: flushes the nodes and cleans up.
  ///
  /// @return what was left in the nodes; empty if the session was closed before
  /// @throws dev.terrarium.pipeline.PipelineException if a node failed
  /// @throws InterruptedException if the thread is interrupted; the session ends all the same
  public List<@Nullable Object> finish() throws InterruptedException {
    conversation.end(closed());
    try {
      return switch (run.get()) {
        case Outcome.Failed(var error, _) -> throw error;
        case Outcome.Completed _, Outcome.Cancelled _ -> conversation.rest();
      };
    } catch (ExecutionException failed) {
      throw thrown(failed.getCause());
    }
  }

  /// Stops what the nodes do, without a flush, and cleans up.
  public void cancel() {
    conversation.end(closed());
    thread.interrupt();
  }

  /// Ends the session as [#finish] does, whatever is left in the nodes; a failure that nobody was
  /// told of is thrown.
  @Override
  public void close() {
    conversation.end(closed());
    boolean interrupted = false;
    while (!run.isDone()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private RuntimeException reason() {
    try {
      return switch (run.resultNow()) {
        case Outcome.Failed(var error, _) -> error;
        case Outcome.Completed _ -> closed();
        case Outcome.Cancelled _ -> new IllegalStateException("The session was cancelled");
      };
    } catch (IllegalStateException thrown) {
      return thrown(run.exceptionNow());
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("The session is closed; open a new one");
  }

  private static RuntimeException thrown(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException known ? known : new CompletionException(thrown);
  }
}
