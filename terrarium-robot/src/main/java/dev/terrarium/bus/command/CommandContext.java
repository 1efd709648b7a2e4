package dev.terrarium.bus.command;

import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.Permit;
import java.util.Map;
import java.util.Optional;

/// What a handler is given for one execution.
public final class CommandContext {
  private final Order order;
  private final CancelToken token;
  private final Engine engine;

  CommandContext(Order order, CancelToken token, Engine engine) {
    this.order = order;
    this.token = token;
    this.engine = engine;
  }

  /// Returns the command's name.
  public String command() {
    return order.command().name();
  }

  /// Returns what names this execution.
  public ExecutionId id() {
    return order.id();
  }

  /// Returns what is to be done.
  public Goal goal() {
    return order.goal();
  }

  /// Returns the definition's options, with the values that parameters had when this began.
  public Map<String, Object> options() {
    return order.options();
  }

  /// Returns the right to move that the robot had when this began; nothing if it was disarmed.
  public Optional<Permit> permit() {
    return order.permit();
  }

  /// Returns what tells that the execution was ended from outside.
  public CancelToken token() {
    return token;
  }

  /// Puts the robot into another operational state while this execution goes on.
  public StateChange transition(String state) {
    return engine.transition(order.id(), state);
  }

  /// Arms the robot; only for a command that is declared to do so.
  ///
  /// @throws IllegalStateException in any other, or when nobody waits for this execution any more
  public ArmResult arm() {
    return order.lever().arm().get();
  }

  /// Disarms the robot; only for a command that is declared to do so.
  ///
  /// @throws IllegalStateException in any other, or when nobody waits for this execution any more
  public DisarmResult disarm() {
    return order.lever().disarm().get();
  }
}
