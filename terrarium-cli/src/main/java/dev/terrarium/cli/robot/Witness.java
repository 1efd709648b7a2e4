package dev.terrarium.cli.robot;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.CallReport;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.DeclaredPayload;
import dev.terrarium.message.payload.Sensor;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sees what a robot does, and when: states, pictures, operations of Python, commands, messages of
/// scripts, refusals. Safe to use from any thread.
///
/// Times are nanoseconds since it was made. The end of an operation is when it was told of, which
/// is a little later.
public final class Witness implements BrokerListener, SafetyListener {
  /// How much is kept of an endless run: the newest.
  private static final int MOST = 50_000;

  private final LongSupplier nanos;
  private final long begin;
  private final Collection<TopicPath> ofScripts;
  private final Deque<Moment> moments = new ArrayDeque<>();
  private final Map<TopicPath, Moment.Execution> executions = new HashMap<>();
  private final Map<String, String> stacks = new HashMap<>();
  private final CompletableFuture<Finding> firstFinding = new CompletableFuture<>();
  private CompletableFuture<Moment.Operation> interruption = new CompletableFuture<>();
  private SafetyState state = SafetyState.DISARMED;
  private Optional<Sensor.Image> picture = Optional.empty();
  private Optional<Finding> finding = Optional.empty();

  /// @param nanos the clock of the robot's envelopes and of its safety
  /// @param ofScripts the topics that scripts publish on
  public Witness(LongSupplier nanos, Collection<TopicPath> ofScripts) {
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
    this.ofScripts = List.copyOf(ofScripts);
    add(new Moment.State(0, state.id()));
  }

  /// Returns how long it has been looking.
  public long elapsed() {
    return nanos.getAsLong() - begin;
  }

  /// Completes when a script has published something for the first time.
  public CompletableFuture<Finding> firstFinding() {
    return firstFinding;
  }

  /// Completes when the next operation that was interrupted has ended, from here on.
  public synchronized CompletableFuture<Moment.Operation> nextInterruption() {
    interruption = new CompletableFuture<>();
    return interruption;
  }

  /// Returns what a script has published last.
  public synchronized Optional<Finding> finding() {
    return finding;
  }

  /// Returns what has happened so far; a command that has not ended is `running`.
  public synchronized List<Moment> moments() {
    var all = new ArrayList<>(moments);
    long now = elapsed();
    executions.values().forEach(open -> all.add(ended(open, now, "running", "")));
    return List.copyOf(all);
  }

  @Override
  public void changed(Transition transition) {
    changed(transition.nanoTime() - begin, transition.to());
  }

  /// Takes the state that the robot is in, where it may have changed before anybody listened.
  public void found(SafetyState now) {
    changed(elapsed(), now);
  }

  private synchronized void changed(long at, SafetyState to) {
    if (to != state) {
      state = to;
      add(new Moment.State(at, to.id()));
    }
  }

  /// Takes a message of the robot's bus.
  public void delivered(Delivery delivery) {
    long at = delivery.envelope().monotonicTime() - begin;
    switch (delivery.payload()) {
      case Sensor.Image image -> {
        add(new Moment.Picture(at, delivery.path().text()));
        show(image);
      }
      case Command.Event event -> told(at, delivery.path(), event);
      case DeclaredPayload payload when isOfScripts(delivery.path()) ->
          found(at, delivery.path(), payload.fields());
      default -> {
        if (isOfScripts(delivery.path())) {
          found(at, delivery.path(), Map.of());
        }
      }
    }
  }

  private boolean isOfScripts(TopicPath path) {
    return ofScripts.stream().anyMatch(topic -> topic.isPrefixOf(path));
  }

  private synchronized void show(Sensor.Image image) {
    picture = Optional.of(image);
  }

  private void found(long at, TopicPath topic, Map<String, ? extends @Nullable Object> fields) {
    Finding made;
    synchronized (this) {
      made = new Finding(at, topic.text(), fields, picture);
      finding = Optional.of(made);
    }
    add(new Moment.Published(at, made.topic(), made.count()));
    firstFinding.complete(made);
  }

  private synchronized void told(long at, TopicPath path, Command.Event event) {
    var name = path.segments().size() > 1 ? path.segments().get(1) : path.text();
    if (event.status() == Command.Status.STARTED) {
      executions.put(path, new Moment.Execution(name, at, at, "running", ""));
      return;
    }
    var begun = executions.remove(path);
    if (begun != null) {
      add(ended(begun, at, event.status().name().toLowerCase(Locale.ROOT), reason(event)));
    }
  }

  private static Moment.Execution ended(
      Moment.Execution begun, long at, String status, String reason) {
    return new Moment.Execution(begun.command(), begun.began(), at, status, reason);
  }

  private static String reason(Command.Event event) {
    return event.data().get("reason") instanceof Map<?, ?> reason
        ? reason.get("code") + ": " + reason.get("message")
        : "";
  }

  @Override
  public void happened(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.Ended(var report) -> ended(report);
      case BrokerEvent.Marked(var name, _, var stack) -> stood(name, stack);
      case BrokerEvent.Reached(var name, var traceback) -> stood(name, traceback);
      case BrokerEvent.Refused(var name, var code) ->
          add(new Moment.Refused(elapsed(), name, code));
      case BrokerEvent.ScriptRefused refused ->
          add(new Moment.Refused(elapsed(), refused.what(), refused.code()));
      case BrokerEvent.Began _, BrokerEvent.TakesLong _, BrokerEvent.Interrupted _ -> {}
      case BrokerEvent.Healed _, BrokerEvent.Killed _, BrokerEvent.Restarted _ -> {}
      case BrokerEvent.NotRestarted _, BrokerEvent.Spawned _, BrokerEvent.OverBudget _ -> {}
      case BrokerEvent.ScriptFailed _, BrokerEvent.SpawnEnded _ -> {}
    }
  }

  private synchronized void stood(String name, String stack) {
    stacks.put(name, stack);
  }

  private void ended(CallReport report) {
    long end = elapsed();
    long began = end - report.spent().inPython().toNanos();
    if (report.spent().inPython().isZero() && !report.outcome().equals("ok")) {
      add(new Moment.Refused(end, report.name(), report.outcome()));
      return;
    }
    String stack;
    synchronized (this) {
      stack = stacks.getOrDefault(report.name(), "");
      stacks.remove(report.name());
    }
    var ending = new Moment.Ending(report.outcome(), report.level().id(), stack);
    var operation =
        new Moment.Operation(
            report.kind().id(),
            report.name(),
            began - report.queued().toNanos(),
            began,
            end,
            ending);
    add(operation);
    if (ending.isInterrupted()) {
      interrupted(operation);
    }
  }

  private void interrupted(Moment.Operation operation) {
    CompletableFuture<Moment.Operation> waited;
    synchronized (this) {
      waited = interruption;
    }
    waited.complete(operation);
  }

  private synchronized void add(Moment moment) {
    moments.add(moment);
    if (moments.size() > MOST) {
      moments.removeFirst();
    }
  }
}
