package dev.terrarium.broker;

import dev.terrarium.bus.command.CommandOutcome;
import dev.terrarium.message.payload.InvalidPayloadException;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.topic.SourceType;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.UpcallRefusal;
import dev.terrarium.worker.script.Upcalls;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers the scripts of one interpreter, and ends with it.
///
/// It is asked on the thread of an operation, and on those of spawned work at the same time.
/// Nothing that it answers can change the robot's safety.
final class Side implements Upcalls {
  /// How much spawned work there is at once.
  private static final int MOST_SPAWNED = 64;

  private final Outlook outlook;
  private final Teller teller;
  private final Desk desk;
  private final Handlers handlers;
  private final Turns turns;
  private final ScriptCommands commands;
  private final ScriptParameters parameters;
  private final Lanes lanes;
  private final Refusals refusals;
  private final Map<Long, String> spawned = new ConcurrentHashMap<>();

  Side(Outlook outlook, BrokerOptions.Limits limits, Lanes lanes, Teller teller, Desk desk) {
    this.outlook = outlook;
    this.teller = teller;
    this.desk = desk;
    this.lanes = lanes;
    this.refusals = new Refusals(lanes, teller);
    this.handlers = new Handlers(outlook, limits, lanes, teller, desk);
    this.turns = new Turns(limits.handler(), lanes, teller, outlook);
    this.commands = new ScriptCommands(outlook.exposure(), outlook.commands());
    this.parameters = new ScriptParameters(outlook.parameters(), outlook.exposure().types());
  }

  Handlers handlers() {
    return handlers;
  }

  Turns turns() {
    return turns;
  }

  /// Sets the interpreter whose scripts ask.
  void serves(ScriptHost host) {
    turns.serves(host);
  }

  @Override
  public @Nullable Object answer(Ask ask) throws UpcallRefusal, InterruptedException {
    return Inside.<@Nullable Object, UpcallRefusal, InterruptedException>of(
        desk, () -> answered(ask));
  }

  private @Nullable Object answered(Ask ask) throws UpcallRefusal, InterruptedException {
    var given = new Given(ask);
    return switch (ask.name()) {
      case "safety_state" -> outlook.gate().state().id();
      case "armed" -> outlook.gate().isArmed();
      case "parameter" -> parameter(given);
      case "command" -> command(given);
      case "await" -> {
        requireOthers(given, ask.spawned().isEmpty() && !isPoll(given.at(1)));
        yield result(commands.await(given.text(0), given.at(1)));
      }
      default -> {
        take(given);
        yield null;
      }
    };
  }

  private void take(Given given) throws UpcallRefusal {
    Ask ask = given.ask();
    switch (ask.name()) {
      case "on" -> on(given);
      case "off" -> handlers.off(given.number(0));
      case "publish" -> publish(given);
      case "unfit" -> throw unfit(given);
      case "turn" -> turns.want(given.at(0) instanceof List<?> topics ? topics : List.of());
      case "spawned" -> spawned(given);
      case "spawn_ended" -> spawnEnded(given);
      case "spawn_runs_on" -> spawnRunsOn(given);
      case "watch" -> {
        requireOthers(given, Boolean.TRUE.equals(given.at(1)));
        commands.watch(given.text(0), this::settle);
      }
      case "cancel" -> commands.cancel(given.text(0));
      default -> throw new IllegalArgumentException("Scripts do not ask for '" + ask.name() + "'");
    }
  }

  private @Nullable Object parameter(Given given) throws UpcallRefusal {
    TopicPath path = path(given, "parameter ");
    try {
      return parameters.value(path);
    } catch (UpcallRefusal refusal) {
      throw told("parameter " + path, refusal);
    }
  }

  private String command(Given given) throws UpcallRefusal {
    String name = given.text(0);
    requireOperation("give the command " + name, given.ask());
    requireOfThisArming("give the command " + name, Operation::mayCommand);
    try {
      return commands.begin(name, given.map(1));
    } catch (UpcallRefusal refusal) {
      throw told("give the command " + name, refusal);
    }
  }

  private static boolean isPoll(@Nullable Object seconds) {
    return seconds instanceof Number number && number.doubleValue() == 0;
  }

  /// Refuses to have an operation wait for what cannot begin before it has ended.
  ///
  /// @param isHeld whether an operation goes on only when the command has ended
  private void requireOthers(Given given, boolean isHeld) throws UpcallRefusal {
    if (isHeld) {
      commands.requireOthers(given.text(0));
    }
  }

  /// Brings coroutines the end of a command that they wait for, when they have their turn.
  private void settle(String execution, CommandOutcome outcome) {
    Object told;
    try {
      told = result(ScriptCommands.told(outcome));
    } catch (UpcallRefusal unfit) {
      told =
          Map.of(
              "code",
              unfit.code(),
              "message",
              String.valueOf(unfit.getMessage()),
              "details",
              unfit.details());
    }
    turns.settle(execution, Objects.requireNonNull(told));
    desk.wake();
  }

  /// Returns a command's result as scripts get it; one that cannot cross is a failure of the
  /// command's.
  private @Nullable Object result(@Nullable Object result) throws UpcallRefusal {
    try {
      return new Outbound("a command", outlook.exposure().types(), "The result").value(result);
    } catch (BrokerException.Marshal unfit) {
      throw new UpcallRefusal(
          "command_failed",
          String.valueOf(unfit.getMessage()),
          Map.of("reason", "result_failed", "path", unfit.path()));
    }
  }

  private void on(Given given) throws UpcallRefusal {
    TopicPath path = path(given, "subscribe to ");
    var allowed = outlook.exposure().seenAt(path);
    if (allowed.isEmpty()) {
      throw refused(
          "subscribe to " + path,
          "invalid_argument",
          "the topic '%s' is not among those that scripts may see: %s"
              .formatted(
                  path, outlook.exposure().seen().stream().map(Exposure.Seen::path).toList()),
          Map.of("path", path.text()));
    }
    if (!handlers.on(given.number(0), path, given.throttle(2, allowed.get()), given.numbers(3))) {
      throw refused(
          "subscribe to " + path,
          "invalid_argument",
          "there are %d handlers, as many as there may be: is a function registered again and again,"
                  .formatted(Handlers.MOST)
              + " such as a lambda in a handler? Register it once, or take it off with bus.off",
          Map.of("limit", Handlers.MOST));
    }
  }

  private void publish(Given given) throws UpcallRefusal {
    TopicPath path = path(given, "publish ");
    Optional<Exposure.Published> allowed = outlook.exposure().publishedAt(path);
    String what = "publish " + path;
    if (path.isReserved()) {
      throw refused(
          what,
          "invalid_argument",
          "'%s' is a topic of the system's own, which scripts cannot publish to".formatted(path),
          Map.of("path", path.text()));
    }
    if (allowed.isEmpty()) {
      throw refused(
          what,
          "invalid_argument",
          "the topic '%s' is not among those that scripts may publish to: %s"
              .formatted(
                  path,
                  outlook.exposure().published().stream().map(Exposure.Published::path).toList()),
          Map.of("path", path.text()));
    }
    if (path.source().equals(Optional.of(SourceType.ACTUATOR))) {
      requireMayMove(what, given.ask());
    }
    outlook.publish(path, payload(what, given, allowed.get()));
  }

  /// Refuses a message or goal of which the scripts' side has found that it cannot be one.
  private UpcallRefusal unfit(Given given) throws UpcallRefusal {
    String what = given.text(0).equals("publish") ? "publish " : "give the command ";
    return refused(what + given.text(1), "invalid_argument", given.text(2), given.map(3));
  }

  private Payload payload(String what, Given given, Exposure.Published allowed)
      throws UpcallRefusal {
    Map<String, @Nullable Object> fields;
    try {
      fields = given.map(1);
    } catch (UpcallRefusal unfit) {
      throw told(what, unfit);
    }
    if (!fields.containsKey("type")) {
      allowed.type().ifPresent(type -> fields.put("type", type.name()));
    }
    try {
      Payload made = outlook.exposure().types().read(fields);
      if (allowed.type().isPresent() && !allowed.type().get().name().equals(made.type())) {
        throw new InvalidPayloadException(
            made.type(), "type", "expected " + allowed.type().get().name() + " on this topic");
      }
      return made;
    } catch (InvalidPayloadException e) {
      String place = e.field().isEmpty() ? "" : e.field() + ": ";
      throw refused(
          what,
          "invalid_argument",
          place + e.problem(),
          Map.of("type", e.type(), "field", e.field()));
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw refused(what, "invalid_argument", String.valueOf(e.getMessage()), Map.of());
    }
  }

  /// Refuses what moves the robot while it must not move, and to work that no operation's end waits
  /// for.
  private void requireMayMove(String what, Ask ask) throws UpcallRefusal {
    requireOperation(what, ask);
    if (!outlook.gate().isArmed()) {
      SafetyState state = outlook.gate().state();
      throw refused(
          what,
          "safety_not_armed",
          "what moves the robot needs it armed, and it is " + state.id(),
          Map.of("state", state.id()));
    }
    requireOfThisArming(what, Operation::mayMove);
  }

  private void requireOperation(String what, Ask ask) throws UpcallRefusal {
    Operation<?> running = desk.current();
    if (ask.spawned().isPresent() || running == null || !running.isAtWork()) {
      throw refused(
          what,
          "state_not_allowed",
          "work beside the operations cannot move the robot: do it in a handler or a call",
          Map.of("spawned", ask.spawned().orElse(0)));
    }
  }

  /// Refuses what an operation asks for that has outlived the arming that it began under.
  private void requireOfThisArming(String what, Predicate<Operation<?>> may) throws UpcallRefusal {
    Operation<?> running = desk.current();
    if (running == null || !may.test(running)) {
      throw refused(
          what,
          "safety_disarmed",
          "the robot was not armed when this operation began, or was disarmed since; what moves it"
              + " has to begin under the arming that holds",
          Map.of("state", outlook.gate().state().id()));
    }
  }

  private TopicPath path(Given given, String what) throws UpcallRefusal {
    String text = given.path();
    try {
      return TopicPath.of(text);
    } catch (IllegalArgumentException e) {
      throw refused(
          what + text, "invalid_argument", String.valueOf(e.getMessage()), Map.of("path", text));
    }
  }

  private UpcallRefusal refused(String what, String code, String message, Map<String, ?> details) {
    return told(what, new UpcallRefusal(code, message, details));
  }

  /// Tells listeners of a refusal; what comes of scripts is shown on one line.
  private UpcallRefusal told(String what, UpcallRefusal refusal) {
    refusals.add(
        new BrokerEvent.ScriptRefused(
            Shown.text(what),
            refusal.code(),
            outlook.gate().state(),
            Shown.text(String.valueOf(refusal.getMessage())),
            refusal.details().get("field") instanceof String field ? Shown.text(field) : "",
            1));
    return refusal;
  }

  private void spawnRunsOn(Given given) throws UpcallRefusal {
    String name = spawned.getOrDefault(given.number(0), "spawned work");
    teller.tell(new BrokerEvent.OverBudget(name, Ladder.KILL));
    String error =
        "the spawned %s runs on %d ms after it was interrupted: it swallows interrupts, or waits in C code"
            .formatted(name, Ladder.KILL.toMillis());
    lanes.tell(() -> outlook.report(List.of("broker", "spawned"), error));
  }

  private void spawned(Given given) throws UpcallRefusal {
    String name = Shown.text(given.text(1));
    synchronized (spawned) {
      if (spawned.size() >= MOST_SPAWNED) {
        throw refused(
            "spawn " + name,
            "invalid_argument",
            "%d are at work, as many as may be at once: wait for one to end"
                .formatted(MOST_SPAWNED),
            Map.of("limit", MOST_SPAWNED));
      }
      spawned.put(given.number(0), name);
    }
    teller.tell(new BrokerEvent.Spawned(name));
  }

  private void spawnEnded(Given given) throws UpcallRefusal {
    String name = Objects.requireNonNullElse(spawned.remove(given.number(0)), "spawned work");
    teller.tell(new BrokerEvent.SpawnEnded(name));
    if (given.at(1) instanceof String error) {
      teller.tell(new BrokerEvent.ScriptFailed(name, error));
    }
  }

  /// Ends what the scripts have registered; returns how many messages waited for handlers.
  int close() {
    turns.close();
    return handlers.close();
  }
}
