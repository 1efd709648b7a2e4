package dev.terrarium.bus.command;

import dev.terrarium.bus.command.Alarms.Alarm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How one execution stands. What is not final is guarded by the lock of its [Engine].
///
/// ```
/// undecided ──ending from outside──▶ decided ──▶ settled: the outcome is known, events are out
///     └──────handler returns──────────────────────▶─┘
/// ```
///
/// Beside that its thread leaves at some time, and with that its place is free. The two are in
/// either order when it is ended from outside.
final class Course {
  private final Order order;
  private final CommandContext context;
  private final CancelToken token = new CancelToken();
  private final List<Course> blockers;
  private final CompletableFuture<CommandOutcome> told = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final CompletableFuture<Void> calm = new CompletableFuture<>();

  @Nullable Ending ending;
  @Nullable CommandOutcome settled;
  @Nullable Alarm timeout;
  @Nullable Alarm grace;
  @Nullable Thread thread;
  boolean hasBegun;
  boolean isOverdue;

  /// Began while the robot was disarmed, and that has not been told yet.
  boolean isAfterDisarm;

  CompletableFuture<Void> hooks = CompletableFuture.completedFuture(null);

  Course(Order order, Engine engine, List<Course> blockers) {
    this.order = order;
    this.context = new CommandContext(order, token, engine);
    this.blockers = List.copyOf(blockers);
  }

  Order order() {
    return order;
  }

  CommandDefinition command() {
    return order.command();
  }

  CommandContext context() {
    return context;
  }

  CancelToken token() {
    return token;
  }

  /// Those whose threads must have left before the handler is called.
  List<Course> blockers() {
    return blockers;
  }

  /// Complete once settled.
  CompletableFuture<CommandOutcome> told() {
    return told;
  }

  /// Complete once the thread has left.
  CompletableFuture<Void> left() {
    return left;
  }

  /// Complete once the thread has left, or was to have left long ago.
  CompletableFuture<Void> calm() {
    return calm;
  }

  boolean isUndecided() {
    return ending == null && settled == null;
  }

  /// Whether it holds a place of a category. What disarms holds none.
  boolean isIn(String category) {
    return command().role() != CommandDefinition.Role.DISARMS
        && command().category().equals(category);
  }

  Optional<CommandOutcome> outcome() {
    return told.isDone() ? Optional.of(told.join()) : Optional.empty();
  }

  Awaited await(Duration atMost) throws InterruptedException {
    try {
      return new Awaited.Over(told.get(nanos(atMost), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return new Awaited.StillRunning(order.id(), atMost);
    } catch (ExecutionException impossible) {
      throw new AssertionError("an outcome is a value, never a failure", impossible);
    }
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : time.toNanos();
  }
}
