package dev.terrarium.broker;

import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The handlers that the scripts of one interpreter have registered.
///
/// Those with messages take turns, one message at a time.
final class Handlers {
  /// How many there are at most, each of which has a thread of the bus to itself.
  static final int MOST = 128;

  private final Outlook outlook;
  private final BrokerOptions.Limits limits;
  private final Lanes lanes;
  private final Teller teller;
  private final Desk desk;
  private final Map<Long, Handler> handlers = new ConcurrentHashMap<>();
  private final Queue<Handler> ready = new ConcurrentLinkedQueue<>();

  Handlers(Outlook outlook, BrokerOptions.Limits limits, Lanes lanes, Teller teller, Desk desk) {
    this.outlook = outlook;
    this.limits = limits;
    this.lanes = lanes;
    this.teller = teller;
    this.desk = desk;
  }

  /// Registers a handler, unless there are too many.
  ///
  /// @param throttled how often it wants messages of one topic
  /// @param replaced those in whose place it is, which are taken off next and need no other room
  /// @return whether there is room for it
  synchronized boolean on(
      long number, TopicPath path, Exposure.Seen throttled, List<Long> replaced) {
    off(number);
    if (handlers.keySet().stream().filter(known -> !replaced.contains(known)).count() >= MOST) {
      return false;
    }
    var bounds =
        throttled
            .bounds()
            .orElse(new Exposure.Bounds(limits.backlog(), Overflow.DROP_OLDEST, limits.handler()));
    var handler = new Handler(number, path, bounds);
    handlers.put(number, handler);
    var pace = new Pace(throttled, lanes, message -> offer(handler, message));
    var options =
        SubscriptionOptions.named("script-" + number + "-of-" + outlook.gate().robot())
            .holding(bounds.capacity(), bounds.overflow());
    handler.fedBy(outlook.bus().subscribe(path, options, pace::take));
    return true;
  }

  private void offer(Handler handler, Delivery message) {
    if (handler.offer(message)) {
      ready.add(handler);
      desk.wake();
    }
  }

  /// Forgets a handler.
  void off(long number) {
    Handler gone = handlers.remove(number);
    if (gone != null) {
      int _ = gone.close();
    }
  }

  /// Returns a handler's work on its next message, or null if there is none.
  @Nullable Operation<?> next() {
    while (true) {
      Handler handler = ready.poll();
      if (handler == null) {
        return null;
      }
      Delivery message = handler.poll();
      if (handler.staysReady()) {
        ready.add(handler);
      }
      if (message != null) {
        return work(handler, message);
      }
    }
  }

  private Operation<?> work(Handler handler, Delivery message) {
    Operation<Boolean> work =
        new Operation<>(
            new Work<>(
                OperationKind.HANDLER,
                handler.name(),
                "deliver",
                _ -> List.of(handler.number(), outlook.message(handler.name(), message)),
                _ -> true),
            new Operation.Terms(lanes.nanos(), handler.budget(), Optional.empty()));
    var _ = work.outcome().whenComplete((_, fault) -> ended(handler, fault));
    return work;
  }

  private void ended(Handler handler, @Nullable Throwable fault) {
    if (fault instanceof BrokerException.PythonError error) {
      handler.fails();
      teller.tell(new BrokerEvent.ScriptFailed(handler.name(), error.traceback()));
    } else if (fault instanceof BrokerException.WorkerCrashed crash) {
      handler.fails();
      teller.tell(new BrokerEvent.ScriptFailed(handler.name(), crash.how()));
      report(handler, "ended with its process: " + crash.how());
    } else if (fault instanceof BrokerException.Timeout) {
      handler.fails();
      teller.tell(new BrokerEvent.OverBudget(handler.name(), handler.budget()));
      String budget = Durations.words(handler.budget());
      report(handler, "took longer than " + budget + " and was interrupted");
    }
  }

  private void report(Handler handler, String error) {
    List<String> where = new ArrayList<>(List.of("broker", "handler"));
    where.addAll(handler.path().segments());
    lanes.tell(() -> outlook.report(where, handler.name() + " " + error));
  }

  /// Returns what each has seen, in the order of registering.
  List<HandlerCounters> counters() {
    return handlers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(handler -> handler.getValue().counters())
        .toList();
  }

  /// Ends all; returns how many messages waited for them, which are dropped.
  int close() {
    return handlers.values().stream().mapToInt(Handler::close).sum();
  }
}
