package dev.terrarium.cli;

import dev.terrarium.broker.declaration.CommandHandling;
import dev.terrarium.broker.declaration.PolicyDeclaration.Place;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.bus.command.CommandError;
import dev.terrarium.cli.robot.CommandEnd;
import dev.terrarium.cli.robot.Finding;
import dev.terrarium.cli.robot.Witness;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.cli.timeline.Timeline;
import dev.terrarium.environment.Origin;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.session.Jdk;
import dev.terrarium.session.robot.RobotFile;
import dev.terrarium.session.robot.RobotSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a run of a robot came to.
///
/// @param stop the stop that was asked for, or that somebody else made, if the robot was armed
/// @param command the command that was to be given, if any
/// @param end what became of it, if it was given and has ended
/// @param breach what kept it from going on, if something did
record RobotReport(
    RobotFile file,
    Seen seen,
    Optional<RobotStop> stop,
    Optional<String> command,
    Optional<CommandEnd> end,
    Breach breach) {

  /// What kept a run from going on.
  ///
  /// @param isInterrupted whether the process was told to end
  /// @param opening why the robot could not be opened, if that is why
  record Breach(boolean isInterrupted, Optional<RuntimeException> opening) {}

  /// What was seen of the robot before it was closed.
  ///
  /// @param unheeding the operation of Python that ran on in spite of the stop's interrupts, or was
  ///   killed, if one was
  /// @param counters of each subscription, and what the Python is; empty where it was not opened
  /// @param arm what its arm did, if it has one
  record Seen(
      SafetyState state,
      Witnessed witnessed,
      Optional<Moment.Operation> unheeding,
      List<Timeline.Counters> counters,
      String python,
      Optional<ArmReport> arm) {

    /// @param length how long it was seen, in nanoseconds
    record Witnessed(long length, List<Moment> moments, Optional<Finding> finding) {
      static Witnessed of(Witness witness) {
        return new Witnessed(witness.elapsed(), witness.moments(), witness.finding());
      }
    }

    /// Returns what was seen of a robot that could not be opened.
    static Seen unopened(Witness witness) {
      return new Seen(
          SafetyState.DISARMED,
          Witnessed.of(witness),
          Optional.empty(),
          List.of(),
          "none",
          Optional.empty());
    }

    /// @param since when it was stopped
    /// @param patience how long is waited for what the last late cycles are explained by
    static Seen of(RobotSession session, Witness witness, long since, Duration patience) {
      var counters =
          session.robot().broker().handlers().stream()
              .map(handler ->
                  new Timeline.Counters("script", handler.topic().text(), handler.seen()))
              .toList();
      return new Seen(
          session.robot().gate().state(),
          Witnessed.of(witness),
          witness.unheeding(since),
          counters,
          python(session),
          session
              .arm()
              .map(arm ->
                  ArmReport.of(
                      session.robot().declaration().equipment().arm().orElseThrow(),
                      arm,
                      patience)));
    }

    private static String python(RobotSession session) {
      return session
          .python()
          .map(python ->
              (python.origin() == Origin.BUNDLED ? "bundled CPython " : "CPython ")
                  + python.version().text()
                  + python.numpy().map(numpy -> ", NumPy " + numpy).orElse(""))
          .orElse("none");
    }
  }

  /// Returns what went wrong, if something did; what a stop has ended has not failed.
  Optional<RuntimeException> failure() {
    if (breach.opening().isPresent()) {
      return breach.opening();
    }
    if (seen.state() == SafetyState.ERROR) {
      return failure(
          "The robot is in error: "
              + seen.arm().flatMap(ArmReport::fault).orElse("a component may not be safe")
              + ".");
    }
    if (breach.isInterrupted()) {
      return Optional.empty();
    }
    if (seen.unheeding().isPresent()) {
      return failure(RobotStop.unheeding(seen.unheeding().get()) + ".");
    }
    if (stop.flatMap(RobotStop::reason).isPresent()) {
      return failure("The robot was disarmed. " + stop.get().reason().get() + ".");
    }
    return stop.flatMap(RobotStop::caller).isPresent()
        ? Optional.empty()
        : failed().or(() -> seen.arm().flatMap(ArmReport::failure)).map(RobotReport::told);
  }

  /// The log of a run has what Python raised when it happens, with its traceback.
  private static RuntimeException told(RuntimeException failure) {
    return failure instanceof ScriptRaisedException raised ? raised.asTold() : failure;
  }

  private static Optional<RuntimeException> failure(String sentence) {
    return Optional.of(new IllegalStateException(sentence));
  }

  /// Returns why the command has failed, if it has.
  private Optional<RuntimeException> failed() {
    return end.flatMap(its -> its.error().map(error -> failed(its, error)));
  }

  private static RuntimeException failed(CommandEnd its, CommandError error) {
    var sentence = new IllegalStateException(error.message());
    return its.traceback().isEmpty()
        ? sentence
        : new ScriptRaisedException(
            error.message(), its.type().orElse(""), its.traceback().get(), sentence);
  }

  private Optional<String> error() {
    return failure().map(Sentences::message);
  }

  Map<String, @Nullable Object> summary() {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("robot", file.declaration().robot().name());
    summary.put("state", seen.state().id());
    summary.put("seconds", seconds(seen.witnessed().length()));
    summary.put("pictures", counts(Moment.Picture.class, Moment.Picture::topic));
    summary.put("published", counts(Moment.Published.class, Moment.Published::topic));
    summary.put("operations", counts(Moment.Operation.class, Moment.Operation::kind));
    summary.put("refused", counts(Moment.Refused.class, Moment.Refused::code));
    summary.put("failures", failures());
    summary.put("restarts", all(Moment.Restarted.class).count());
    command.ifPresent(name -> summary.put("command", command(name)));
    stop.ifPresent(made -> summary.put("stop", stop(made)));
    seen.arm().ifPresent(arm -> summary.put("arm", arm.summary()));
    seen.unheeding()
        .filter(operation -> !operation.isKilled())
        .ifPresent(operation -> summary.put("runs_on", runsOn(operation)));
    seen.witnessed().finding().ifPresent(last -> summary.put("last", last.told()));
    error().ifPresent(error -> summary.put("error", error));
    return summary;
  }

  private Map<String, @Nullable Object> failures() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("count", all(Moment.Failed.class).count());
    all(Moment.Failed.class)
        .reduce((_, later) -> later)
        .ifPresent(last -> map.put("last", last.what() + ": " + last.brief()));
    return map;
  }

  private static Map<String, @Nullable Object> runsOn(Moment.Operation operation) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("kind", operation.kind());
    map.put("name", operation.name());
    map.put("since", seconds(operation.began()));
    map.put("level", operation.ending().level());
    map.put("stack", operation.ending().stack());
    return map;
  }

  private Map<String, @Nullable Object> command(String name) {
    Map<String, @Nullable Object> command = new LinkedHashMap<>();
    command.put("name", name);
    command.put("status", end.map(CommandEnd::status).orElse("not given"));
    end.map(CommandEnd::value).ifPresent(value -> command.put("result", value));
    end.flatMap(CommandEnd::error)
        .ifPresent(error -> {
          command.put("code", error.code().id());
          command.put("message", error.message());
        });
    return command;
  }

  private Map<String, @Nullable Object> stop(RobotStop stop) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("at", seconds(stop.at()));
    map.put("source", stop.source());
    stop.reason().ifPresent(reason -> map.put("reason", reason));
    put(map, "caller_freed_ms", stop.freedAfter());
    put(map, "python_ended_ms", stop.endedAfter());
    stop.python()
        .or(seen::unheeding)
        .ifPresent(python -> map.put("level", python.ending().level()));
    return map;
  }

  private static void put(Map<String, @Nullable Object> map, String name, OptionalLong nanos) {
    nanos.ifPresent(value -> map.put(name, Math.round(value / 1e4) / 100.0));
  }

  private <T extends Moment> Map<String, Long> counts(Class<T> kind, Function<T, String> by) {
    return all(kind).collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.counting()));
  }

  private <T extends Moment> Stream<T> all(Class<T> kind) {
    return seen.witnessed().moments().stream().filter(kind::isInstance).map(kind::cast);
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }

  Timeline timeline() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Declaration", file.path().toString());
    facts.put("Python", seen.python() + places());
    facts.put("JDK", Jdk.running().toString());
    seen.arm().ifPresent(arm -> facts.putAll(arm.facts()));
    return new Timeline(
        new Timeline.About(file.declaration().robot().name(), facts, onPage()),
        seen.witnessed().length(),
        seen.witnessed().moments(),
        stop.map(made -> made.onPage(seen.unheeding())),
        seen.witnessed().finding().flatMap(Finding::sighting),
        seen.counters());
  }

  /// Returns what went wrong as the page shows it, with what Python prints of it.
  private Optional<String> onPage() {
    return failure()
        .map(fault ->
            fault instanceof ScriptRaisedException raised
                ? Sentences.message(raised) + "\n\n" + raised.traceback()
                : Sentences.message(fault));
  }

  /// Returns where the scripts run, if there are any, and where each policy.
  private String places() {
    var declared = file.declaration();
    var places = new StringBuilder();
    var ofScripts = spelt(declared.python().isolation());
    var policies = declared.equipment().policies();
    if (policies.isEmpty() || hasScripts(declared)) {
      places.append(", scripts (%s)".formatted(ofScripts));
    }
    policies.forEach((name, policy) ->
        places.append(
            ", policy %s (%s)"
                .formatted(
                    name, policy.place() == Place.INLINE ? ofScripts : spelt(policy.place()))));
    return places.toString();
  }

  private static boolean hasScripts(RobotDeclaration declared) {
    return !declared.python().scripts().isEmpty()
        || declared.surface().commands().values().stream()
            .anyMatch(command -> command.handling() instanceof CommandHandling.Python);
  }

  private static String spelt(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
