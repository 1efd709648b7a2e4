package dev.terrarium.broker;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Durations;
import dev.terrarium.worker.script.ScriptHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The time that coroutines of one interpreter get: whenever nothing else is to be done.
///
/// A turn has no deadline of its own. It is asked to stop when there is work, and when it has had
/// the time of a handler; from then on it has that time again to come to its next await.
final class Turns {
  private final Duration budget;
  private final Lanes lanes;
  private final Teller teller;
  private final Outlook outlook;
  private @Nullable ScriptHost host;
  private List<String> topics = List.of();
  private boolean isWanted;
  private long number;

  /// @param budget how long one step of a coroutine may take
  Turns(Duration budget, Lanes lanes, Teller teller, Outlook outlook) {
    this.budget = budget;
    this.outlook = outlook;
    this.lanes = lanes;
    this.teller = teller;
  }

  synchronized void serves(ScriptHost serving) {
    host = serving;
  }

  /// Notes that coroutines wait.
  ///
  /// @param of the topics of the handlers that they are of, empty text for others
  synchronized void want(List<?> of) {
    isWanted = true;
    topics = of.stream().map(String::valueOf).filter(topic -> !topic.isEmpty()).toList();
  }

  /// Returns a turn, or null if no coroutine waits.
  synchronized @Nullable Operation<?> next() {
    if (!isWanted || host == null) {
      return null;
    }
    isWanted = false;
    long now = ++number;
    Operation<List<?>> turn =
        new Operation<>(
            new Work<>(OperationKind.TURN, name(topics), "turn", _ -> List.of(now), Turns::left),
            new Operation.Terms(lanes.nanos(), budget, Optional.empty()));
    var _ = turn.outcome().whenComplete(this::ended);
    return turn;
  }

  private static List<?> left(ForeignValue answer) {
    return answer.toJava() instanceof List<?> left ? left : List.of();
  }

  private void ended(@Nullable List<?> left, @Nullable Throwable fault) {
    if (fault instanceof BrokerException.PythonError error) {
      teller.tell(new BrokerEvent.ScriptFailed("a coroutine", error.traceback()));
    } else if (fault instanceof BrokerException.WorkerCrashed crash) {
      String name = name(suspects());
      teller.tell(new BrokerEvent.ScriptFailed(name, crash.how()));
      report(suspects(), name + " ended with its process: " + crash.how());
    } else if (fault instanceof BrokerException.Timeout) {
      String name = name(suspects());
      teller.tell(new BrokerEvent.OverBudget(name, budget));
      String time = Durations.words(budget);
      report(
          suspects(), name + " ran longer than " + time + " without an await and was interrupted");
    }
    if (fault != null) {
      want(suspects());
    } else if (left != null && !left.isEmpty()) {
      want(left);
    }
  }

  private synchronized List<String> suspects() {
    return topics;
  }

  /// Which of several coroutines it is only Python could say, which is not asked for anything now.
  private static String name(List<String> suspects) {
    return switch (suspects.size()) {
      case 0 -> "a coroutine";
      case 1 -> "a coroutine of the handler of " + suspects.getFirst();
      default -> "a coroutine of one of the handlers of " + String.join(", ", suspects);
    };
  }

  private void report(List<String> suspects, String error) {
    var where = new ArrayList<>(List.of("broker", "handler"));
    if (suspects.size() == 1) {
      where.addAll(TopicPath.of(suspects.getFirst()).segments());
    }
    lanes.tell(() -> outlook.report(where, error));
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
