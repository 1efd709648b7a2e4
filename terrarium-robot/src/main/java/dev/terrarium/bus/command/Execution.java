package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// One execution of a command, for whoever started it.
///
/// Its outcome is decided once. All methods may be called on any thread, as often as one likes.
public final class Execution {
  private final Course course;
  private final Engine engine;

  Execution(Course course, Engine engine) {
    this.course = course;
    this.engine = engine;
  }

  /// Returns what names it.
  public ExecutionId id() {
    return course.order().id();
  }

  /// Returns the command's name.
  public String command() {
    return course.order().command().name();
  }

  /// Returns what it is to do.
  public Goal goal() {
    return course.order().goal();
  }

  /// Waits for its outcome; the command goes on if that takes longer.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted; the command goes on
  public Awaited await(Duration atMost) throws InterruptedException {
    return course.await(atMost);
  }

  /// Returns the outcome if there is one: never waits.
  public Optional<CommandOutcome> poll() {
    return course.outcome();
  }

  /// Ends it, if it has not ended.
  public CancelResult cancel() {
    return engine.cancel(id());
  }

  /// Returns the outcome as a stage; what hangs on it runs on a pool's thread.
  public CompletionStage<CommandOutcome> outcome() {
    return course.told().thenApplyAsync(Function.identity());
  }

  /// Returns a stage that is complete when its thread has left the handler, which may be after the
  /// outcome; what hangs on it runs on a pool's thread.
  public CompletionStage<Void> ended() {
    return course.left().thenApplyAsync(Function.identity());
  }

  @Override
  public String toString() {
    return "execution " + id() + " of '" + command() + "'";
  }
}
