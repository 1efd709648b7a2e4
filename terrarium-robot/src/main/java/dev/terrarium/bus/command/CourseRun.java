package dev.terrarium.bus.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// What an execution's thread does: waits for what must leave before, calls the handler, concludes.
final class CourseRun implements Runnable {
  private final Course course;
  private final Engine engine;
  private final String name;

  CourseRun(Course course, Engine engine) {
    this.course = course;
    this.engine = engine;
    this.name = course.command().name();
  }

  @FunctionalInterface
  private interface Call {
    CommandResult make() throws Exception;
  }

  @FunctionalInterface
  private interface Blame {
    CommandOutcome of(Throwable thrown);
  }

  @Override
  public void run() {
    if (!engine.mayBegin(course, unfinished())) {
      return;
    }
    CommandHandler handler = course.command().handler();
    Made own =
        made(
            () -> handler.execute(course.context()),
            thrown -> new CommandOutcome.Crashed(name, thrown));
    engine
        .handlerReturned(course, own)
        .ifPresent(ending -> conclude((ConcludingHandler) handler, ending));
  }

  private void conclude(ConcludingHandler handler, Ending ending) {
    var _ = Thread.interrupted();
    Made made =
        made(
            () -> handler.conclude(course.context(), ending),
            thrown -> new CommandOutcome.ResultFailed(name, ending, thrown));
    engine.concluded(course, made);
  }

  private Made made(Call call, Blame blame) {
    try {
      return switch (call.make()) {
        case CommandResult.Ok(var value, var next) ->
            Made.of(new CommandOutcome.Succeeded(name, value), next);
        case CommandResult.Failure(var reason) ->
            Made.of(new CommandOutcome.Failed(name, reason), Optional.empty());
      };
    } catch (Throwable thrown) {
      return Made.of(blame.of(thrown), Optional.empty());
    }
  }

  /// Waits until each blocker has left, or has had its grace; an ending of this execution cuts it
  /// off.
  private List<String> unfinished() {
    try {
      for (Course blocker : course.blockers()) {
        blocker.calm().get();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new AssertionError("nothing completes this with a failure", impossible);
    }
    return course.blockers().stream()
        .filter(blocker -> !blocker.left().isDone())
        .map(blocker -> blocker.order().named())
        .toList();
  }
}
