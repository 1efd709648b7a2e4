package dev.terrarium.bus.command;

import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.SourceType;
import dev.terrarium.message.topic.TopicPath;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Publishes what happens to commands, in the order in which it happens.
///
/// It is called under the engine's lock, perhaps on the thread that changes safety, and publishes
/// on another one: who is slow to take a message holds up nothing but messages.
final class CommandEvents {
  private static final TopicPath STATES = TopicPath.of(SourceType.STATE_MACHINE);

  private final BiConsumer<TopicPath, Payload> publisher;
  private final Executor executor;

  /// @param executor one thread, or the caller's
  CommandEvents(BiConsumer<TopicPath, Payload> publisher, Executor executor) {
    this.publisher = publisher;
    this.executor = executor;
  }

  void started(Order order) {
    publish(order, Command.Status.STARTED, Map.of("goal", PlainText.of(order.goal().values())));
  }

  void settled(Order order, CommandOutcome outcome, Map<String, @Nullable Object> data) {
    publish(order, outcome.status(), data);
  }

  void changed(OperationalState.Change change) {
    var transition = new StateMachine.Transition(change.from(), change.to());
    executor.execute(() -> publisher.accept(STATES, transition));
  }

  private void publish(Order order, Command.Status status, Map<String, @Nullable Object> data) {
    var path = TopicPath.of(SourceType.COMMAND, order.command().name(), order.id().value());
    executor.execute(() -> publisher.accept(path, new Command.Event(status, data)));
  }

  /// Puts an outcome in the words of its event, which may call code of whoever made it: so this is
  /// not for who holds a lock.
  static Map<String, @Nullable Object> data(CommandOutcome outcome) {
    Map<String, @Nullable Object> data = new HashMap<>();
    if (outcome instanceof CommandOutcome.Succeeded(_, var value)) {
      data.put("result", PlainText.of(value));
    } else {
      outcome
          .error()
          .ifPresent(error ->
              data.put("reason", Map.of("code", error.code().id(), "message", error.message())));
    }
    return data;
  }
}
