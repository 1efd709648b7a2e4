package dev.terrarium.cli;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a run of a robot came to.
///
/// @param stop the stop that was asked for, if the robot was armed until then
/// @param command the command that was to be given, if any
/// @param end what became of it, if it was given and has ended
record RobotReport(
    RobotFile file,
    Seen seen,
    Optional<RobotStop> stop,
    Optional<String> command,
    Optional<CommandEnd> end,
    boolean isInterrupted) {

  /// What was seen of the robot before it was closed.
  ///
  /// @param length how long it was seen, in nanoseconds
  record Seen(
      SafetyState state,
      long length,
      List<Moment> moments,
      Optional<Finding> finding,
      List<Timeline.Counters> counters,
      String python) {
    static Seen of(RobotSession session, Witness witness) {
      var counters =
          session.robot().broker().handlers().stream()
              .map(handler ->
                  new Timeline.Counters("script", handler.topic().text(), handler.seen()))
              .toList();
      return new Seen(
          session.robot().gate().state(),
          witness.elapsed(),
          witness.moments(),
          witness.finding(),
          counters,
          python(session));
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
  Optional<String> error() {
    if (seen.state() == SafetyState.ERROR) {
      return Optional.of("The robot is in error: a component may not be safe.");
    }
    boolean byTheStop = stop.flatMap(RobotStop::caller).isPresent();
    return byTheStop || isInterrupted
        ? Optional.empty()
        : end.flatMap(CommandEnd::error).map(CommandError::message);
  }

  Map<String, @Nullable Object> summary() {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("robot", file.declaration().robot().name());
    summary.put("state", seen.state().id());
    summary.put("seconds", seconds(seen.length()));
    summary.put("pictures", counts(Moment.Picture.class, Moment.Picture::topic));
    summary.put("published", counts(Moment.Published.class, Moment.Published::topic));
    summary.put("operations", counts(Moment.Operation.class, Moment.Operation::kind));
    summary.put("refused", counts(Moment.Refused.class, Moment.Refused::code));
    command.ifPresent(name -> summary.put("command", command(name)));
    stop.ifPresent(made -> summary.put("stop", stop(made)));
    seen.finding().ifPresent(last -> summary.put("last", last.fields()));
    error().ifPresent(error -> summary.put("error", error));
    return summary;
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

  private static Map<String, @Nullable Object> stop(RobotStop stop) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("at", seconds(stop.at()));
    put(map, "caller_freed_ms", stop.freedAfter());
    put(map, "python_ended_ms", stop.endedAfter());
    stop.python().ifPresent(python -> map.put("level", python.ending().level()));
    return map;
  }

  private static void put(Map<String, @Nullable Object> map, String name, OptionalLong nanos) {
    nanos.ifPresent(value -> map.put(name, Math.round(value / 1e4) / 100.0));
  }

  private <T extends Moment> Map<String, Long> counts(Class<T> kind, Function<T, String> by) {
    return seen.moments().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.counting()));
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }

  Timeline timeline() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Declaration", file.path().toString());
    facts.put("Python", seen.python() + ", " + isolation());
    facts.put("JDK", Jdk.running().toString());
    return new Timeline(
        new Timeline.About(file.declaration().robot().name(), facts, error()),
        seen.length(),
        seen.moments(),
        stop.map(RobotStop::onPage),
        seen.finding().flatMap(Finding::sighting),
        seen.counters());
  }

  private String isolation() {
    return file.declaration().python().isolation().name().toLowerCase(Locale.ROOT);
  }
}
