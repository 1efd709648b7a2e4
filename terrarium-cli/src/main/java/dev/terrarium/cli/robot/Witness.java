package dev.terrarium.cli.robot;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.CallReport;
import dev.terrarium.broker.InterruptLevel;
import dev.terrarium.broker.OperationKind;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.message.payload.Command;
import dev.terrarium.message.payload.DeclaredPayload;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.PayloadTypes;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sees what a robot does, and when: states, pictures, operations of Python, commands, messages of
/// scripts, what moves its arm, refusals, failures. Safe to use from any thread.
///
/// Times are nanoseconds since it was made. The end of an operation is when it was told of, which
/// is a little later.
public final class Witness implements BrokerListener, SafetyListener {
  /// How much is kept of an endless run: the newest.
  private static final int MOST = 50_000;

  private static final Moment.Ending RUNNING =
      new Moment.Ending("running", InterruptLevel.NONE.id(), "");

  /// Who is meant where nothing else is said.
  private static final String SCRIPTS = "";

  private final LongSupplier nanos;
  private final long begin;
  private final Collection<TopicPath> ofScripts;
  private final Deque<Moment> moments = new ArrayDeque<>();
  private final Map<TopicPath, Moment.Execution> executions = new HashMap<>();
  private final CompletableFuture<Finding> firstFinding = new CompletableFuture<>();

  /// What each interpreter does, by whose it is.
  private final Map<String, UnderWay> underWay = new LinkedHashMap<>();

  /// Whose process was killed, until that has ended.
  private final Set<String> killed = new HashSet<>();

  private final Map<String, Moment.Motion> motions = new LinkedHashMap<>();
  private Moment.State state = new Moment.State(0, SafetyState.DISARMED.id());
  private OptionalLong tripped = OptionalLong.empty();
  private Optional<Sensor.Image> picture = Optional.empty();
  private Optional<Finding> finding = Optional.empty();

  /// @param nanos the clock of the robot's envelopes and of its safety
  /// @param ofScripts the topics that scripts publish on
  public Witness(LongSupplier nanos, Collection<TopicPath> ofScripts) {
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
    this.ofScripts = List.copyOf(ofScripts);
    add(state);
  }

  /// Returns how long it has been looking.
  public long elapsed() {
    return nanos.getAsLong() - begin;
  }

  /// Returns how long it had been looking at a moment of its clock.
  public long elapsed(long nanoTime) {
    return nanoTime - begin;
  }

  /// Completes when a script has published something for the first time.
  public CompletableFuture<Finding> firstFinding() {
    return firstFinding;
  }

  /// Completes when what was under way in Python at a moment has ended; at once where nothing is.
  public synchronized CompletableFuture<?> freedInterpreters(long at) {
    var all =
        underWay.values().stream()
            .filter(its -> its.begun().began() <= at)
            .map(UnderWay::over)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(all).thenApply(_ -> true);
  }

  /// Returns an operation that did not heed its interrupts: one whose process was killed, at a
  /// moment or later, or else one that runs on.
  public synchronized Optional<Moment.Operation> unheeding(long since) {
    long now = elapsed();
    var open = underWay.values().stream().map(its -> its.seen(now)).toList();
    return Stream.concat(endedSince(since), open.stream())
        .filter(Moment.Operation::isKilled)
        .findFirst()
        .or(() ->
            open.stream()
                .filter(operation -> operation.ending().level().equals(InterruptLevel.MARKED.id()))
                .findFirst());
  }

  /// Returns the latest operation that was interrupted and has ended, at a moment or later.
  public synchronized Optional<Moment.Operation> interruptedSince(long at) {
    return endedSince(at)
        .filter(operation -> operation.ending().isInterrupted())
        .reduce((_, later) -> later);
  }

  private Stream<Moment.Operation> endedSince(long at) {
    return moments.stream()
        .filter(Moment.Operation.class::isInstance)
        .map(Moment.Operation.class::cast)
        .filter(operation -> operation.ended() >= at);
  }

  /// Returns what a script has published last.
  public synchronized Optional<Finding> finding() {
    return finding;
  }

  /// Returns what has happened so far; a command or an operation that has not ended is `running`.
  public synchronized List<Moment> moments() {
    var all = new ArrayList<>(moments);
    long now = elapsed();
    executions.values().forEach(open -> all.add(ended(open, now, "running", "")));
    motions.values().forEach(open -> all.add(ended(open, now, "running", "")));
    underWay.values().forEach(its -> all.add(its.seen(now)));
    return List.copyOf(all);
  }

  @Override
  public void changed(Transition transition) {
    long at = transition.nanoTime() - begin;
    if (transition.isTrip()) {
      trip(at);
    }
    changed(at, transition.to());
  }

  private synchronized void trip(long at) {
    tripped = OptionalLong.of(at);
  }

  /// Returns when the robot was told last that it may not move any more; now, if it never was.
  public synchronized long tripped() {
    return tripped.orElseGet(this::elapsed);
  }

  private synchronized void changed(long at, SafetyState to) {
    if (!to.id().equals(state.state())) {
      state = new Moment.State(at, to.id());
      add(state);
    }
  }

  /// Returns what safety is, and since when.
  public synchronized Moment.State state() {
    return state;
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
      default -> {
        if (isOfScripts(delivery.path())) {
          found(at, delivery.path(), fields(delivery.payload()));
        }
      }
    }
  }

  private static Map<String, ? extends @Nullable Object> fields(Payload payload) {
    if (payload instanceof DeclaredPayload declared) {
      return declared.fields();
    }
    var types = PayloadTypes.builtIn();
    return types.find(payload.type()).isPresent() ? types.write(payload) : Map.of();
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

  /// Begins to see something that moves the arm.
  ///
  /// @param mover `loop`, or the name of a policy
  public synchronized void moves(String mover) {
    long at = elapsed();
    motions.put(mover, new Moment.Motion(mover, at, at, "running", ""));
  }

  /// Sees that it moves the arm no more.
  ///
  /// @param status how it ended, in a word
  /// @param reason why, in a sentence
  public synchronized void movesNoMore(String mover, String status, String reason) {
    var begun = motions.remove(mover);
    if (begun != null) {
      add(ended(begun, elapsed(), status, reason));
    }
  }

  private static Moment.Motion ended(Moment.Motion begun, long at, String status, String reason) {
    return new Moment.Motion(begun.mover(), begun.began(), at, status, reason);
  }

  /// Sees that something has failed.
  ///
  /// @param brief what is wrong, on a line
  /// @param whole all that is known of it; may be empty
  public void failed(String what, String brief, String whole) {
    add(new Moment.Failed(elapsed(), what, brief, whole.strip()));
  }

  /// Returns what sees another interpreter of the robot: its operations are told as of the kind
  /// `policy` and the policy's name.
  public BrokerListener ofPolicy(String policy) {
    return event -> happened("policy " + policy, event);
  }

  @Override
  public void happened(BrokerEvent event) {
    happened(SCRIPTS, event);
  }

  private void happened(String whose, BrokerEvent event) {
    var process = "the process of the " + (whose.equals(SCRIPTS) ? "scripts" : whose);
    switch (event) {
      case BrokerEvent.Ended(var report) -> ended(whose, report);
      case BrokerEvent.Began began -> began(whose, began);
      case BrokerEvent.Interrupted _ ->
          reached(whose, InterruptLevel.INTERRUPTED, Optional.empty());
      case BrokerEvent.Reached(_, var traceback) ->
          reached(whose, InterruptLevel.INTERRUPTED, Optional.of(traceback));
      case BrokerEvent.Marked(_, _, var stack) ->
          reached(whose, InterruptLevel.MARKED, Optional.of(stack));
      case BrokerEvent.Killed(var name) -> killed(whose, process, name);
      case BrokerEvent.Refused(var name, var code) ->
          add(new Moment.Refused(elapsed(), name, code));
      case BrokerEvent.ScriptRefused refused ->
          add(new Moment.Refused(elapsed(), refused.what(), refused.code()));
      case BrokerEvent.ScriptFailed(var name, var traceback) ->
          failed(name, lastLine(traceback), traceback);
      case BrokerEvent.OverBudget(var name, var budget) ->
          failed(name, "took longer than %d ms".formatted(budget.toMillis()), "");
      case BrokerEvent.Died(var how, _) -> died(whose, process, how);
      case BrokerEvent.NotRestarted(var reason, _) -> failed(process, firstLine(reason), reason);
      case BrokerEvent.Restarted(var took) -> add(new Moment.Restarted(elapsed(), took.toNanos()));
      case BrokerEvent.TakesLong _, BrokerEvent.Healed _ -> {}
      case BrokerEvent.Spawned _, BrokerEvent.SpawnEnded _ -> {}
    }
  }

  private synchronized void killed(String whose, String process, String name) {
    reached(whose, InterruptLevel.KILLED, Optional.empty());
    killed.add(whose);
    var its = underWay.get(whose);
    failed(
        process,
        "was killed, as %s did not end when it was interrupted".formatted(name),
        its == null ? "" : its.begun().ending().stack());
  }

  private synchronized void died(String whose, String process, String how) {
    if (!killed.remove(whose)) {
      failed(process, firstLine(how), how);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String lastLine(String text) {
    return text.lines().reduce((_, later) -> later).orElse("");
  }

  private synchronized void began(String whose, BrokerEvent.Began began) {
    long now = elapsed();
    underWay.put(
        whose,
        new UnderWay(
            new Moment.Operation(
                kind(whose, began.kind()),
                began.name(),
                now - began.queued().toNanos(),
                now,
                now,
                RUNNING),
            new CompletableFuture<>()));
  }

  private static String kind(String whose, OperationKind kind) {
    return whose.equals(SCRIPTS) ? kind.id() : whose;
  }

  private synchronized void reached(String whose, InterruptLevel level, Optional<String> stack) {
    underWay.computeIfPresent(whose, (_, its) -> its.reached(level, stack));
  }

  private void ended(String whose, CallReport report) {
    long end = elapsed();
    long began = end - report.spent().inPython().toNanos();
    if (report.spent().inPython().isZero() && !report.outcome().equals("ok")) {
      add(new Moment.Refused(end, report.name(), report.outcome()));
      return;
    }
    Optional<UnderWay> its;
    synchronized (this) {
      its =
          Optional.ofNullable(underWay.get(whose))
              .filter(open -> open.begun().name().equals(report.name()));
      its.ifPresent(_ -> underWay.remove(whose));
    }
    var stack = its.map(open -> open.begun().ending().stack()).orElse("");
    add(
        new Moment.Operation(
            kind(whose, report.kind()),
            report.name(),
            began - report.queued().toNanos(),
            began,
            end,
            new Moment.Ending(report.outcome(), report.level().id(), stack)));
    its.ifPresent(open -> open.over().complete(true));
  }

  /// An operation that has not ended.
  ///
  /// @param begun what is known of it so far
  /// @param over completed when it has ended
  private record UnderWay(Moment.Operation begun, CompletableFuture<Boolean> over) {
    UnderWay reached(InterruptLevel level, Optional<String> stack) {
      var where = stack.orElseGet(() -> begun.ending().stack());
      var outcome = level == InterruptLevel.KILLED ? level.id() : RUNNING.outcome();
      return new UnderWay(with(begun.began(), new Moment.Ending(outcome, level.id(), where)), over);
    }

    Moment.Operation seen(long now) {
      return with(now, begun.ending());
    }

    private Moment.Operation with(long ended, Moment.Ending ending) {
      return new Moment.Operation(
          begun.kind(), begun.name(), begun.asked(), begun.began(), ended, ending);
    }
  }

  private synchronized void add(Moment moment) {
    moments.add(moment);
    if (moments.size() > MOST) {
      moments.removeFirst();
    }
  }
}
