package dev.terrarium.broker;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.worker.script.ScriptHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The time that coroutines of one interpreter get: whenever nothing else is to be done.
///
/// A turn has no deadline of its own. It is asked to stop when there is work, and has the time of a
/// handler to come to its next await.
final class Turns {
  private final Duration budget;
  private final Lanes lanes;
  private final Teller teller;
  private @Nullable ScriptHost host;
  private boolean isWanted;
  private long number;

  Turns(Duration budget, Lanes lanes, Teller teller) {
    this.budget = budget;
    this.lanes = lanes;
    this.teller = teller;
  }

  synchronized void serves(ScriptHost serving) {
    host = serving;
  }

  /// Notes that coroutines wait.
  synchronized void want() {
    isWanted = true;
  }

  /// Returns a turn, or null if no coroutine waits.
  synchronized @Nullable Operation<?> next() {
    if (!isWanted || host == null) {
      return null;
    }
    isWanted = false;
    long now = ++number;
    Operation<Boolean> turn =
        new Operation<>(
            new Work<>(
                OperationKind.TURN, "coroutines", "turn", () -> List.of(now), Turns::areLeft),
            new Operation.Terms(lanes.nanos(), budget, Optional.empty()));
    var _ = turn.outcome().whenComplete(this::ended);
    return turn;
  }

  private static boolean areLeft(ForeignValue answer) {
    return answer.toJava() instanceof Boolean some && some;
  }

  private void ended(@Nullable Boolean areLeft, @Nullable Throwable fault) {
    if (fault instanceof BrokerException.PythonError error) {
      teller.tell(new BrokerEvent.ScriptFailed("a coroutine", error.traceback()));
    } else if (fault instanceof BrokerException.Timeout) {
      teller.tell(new BrokerEvent.OverBudget("a coroutine", budget));
    }
    if (fault != null || Boolean.TRUE.equals(areLeft)) {
      want();
    }
  }

  /// Asks the turn under way to end at its next await.
  void stop() {
    ScriptHost serving;
    long latest;
    synchronized (this) {
      serving = host;
      latest = number;
    }
    if (serving != null) {
      serving.tell("stop_turn", List.of(latest));
    }
  }

  /// Brings coroutines the end of a command that they wait for.
  void settle(String execution, Object outcome) {
    ScriptHost serving;
    synchronized (this) {
      serving = host;
      isWanted = true;
    }
    if (serving != null) {
      serving.tell("settle", List.of(execution, outcome));
    }
  }

  /// Interrupts work beside the operations.
  void interruptSpawned() {
    ScriptHost serving;
    synchronized (this) {
      serving = host;
    }
    if (serving != null) {
      serving.tell("interrupt_spawned", List.of());
    }
  }

  synchronized void close() {
    host = null;
    isWanted = false;
  }
}
