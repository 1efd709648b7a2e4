package dev.terrarium.cli;

import dev.terrarium.broker.BrokerException;
import dev.terrarium.broker.declaration.ArmDeclaration;
import dev.terrarium.cli.report.Amounts;
import dev.terrarium.control.PolicyCounts;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.PolicyRun;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.record.Cause;
import dev.terrarium.control.record.Distribution;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.session.arm.ArmNews;
import dev.terrarium.session.arm.ArmStation;
import dev.terrarium.session.arm.RobotArm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a robot's arm did in a run.
///
/// @param stats what its loop did; nothing if it was not started
/// @param end how its loop ended, if it has
/// @param counts what happened to each policy that had the arm, by its name
/// @param ends how each policy ended that has
record ArmReport(
    ArmDeclaration declared,
    Optional<LoopStats> stats,
    Optional<LoopEnd> end,
    Map<String, PolicyCounts> counts,
    Map<String, ArmNews.Over> ends) {

  /// How long is waited for what is told of an arm that rests already.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How long it takes until why the last cycles were late is known.
  static final Duration EXPLAINED = Duration.ofSeconds(3);

  /// @param patience how long is waited for what the last late cycles are explained by
  static ArmReport of(ArmDeclaration declared, RobotArm arm, Duration patience) {
    var station = arm.station();
    if (station.isRunning() && !station.gate().isArmed()) {
      var _ = soon(station.control().ended(), PATIENCE);
    }
    var counts = new LinkedHashMap<String, PolicyCounts>();
    for (Map.Entry<String, PolicyRun> run : arm.runs().entrySet()) {
      counts.put(run.getKey(), run.getValue().counts());
    }
    boolean isStarted = station.isRunning() || station.end().isPresent();
    return new ArmReport(
        declared,
        isStarted ? Optional.of(stats(station, patience)) : Optional.empty(),
        station.end(),
        counts,
        arm.ends());
  }

  private static LoopStats stats(ArmStation station, Duration patience) {
    return station
        .end()
        .flatMap(_ -> soon(station.cycles().explained(), patience))
        .orElseGet(station::stats);
  }

  /// Returns what a stage ends with, if it does in time; otherwise it is told without that.
  private static <T> Optional<T> soon(CompletionStage<T> stage, Duration patience) {
    try {
      return Optional.of(
          stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException unknown) {
      return Optional.empty();
    } catch (InterruptedException toldOnceMore) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Returns why a policy ended that ended by what it did itself, if one did.
  Optional<RuntimeException> failure() {
    return ends.values().stream()
        .filter(ArmNews.Over::isFailure)
        .findFirst()
        .map(ArmReport::failure);
  }

  /// Returns how its loop ended, if that is a fault.
  Optional<String> fault() {
    return end.filter(LoopEnd::isFault).map(LoopEnd::words);
  }

  private static RuntimeException failure(ArmNews.Over over) {
    var words = capitalized(over.words()) + ".";
    return over.end() instanceof PolicyEnd.Failed(BrokerException.PythonError raised)
        ? new ScriptRaisedException(words, raised.type(), raised.traceback(), raised)
        : new IllegalStateException(words);
  }

  private static String capitalized(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  Map<String, Object> summary() {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("model", spelt(declared.model()));
    summary.put("simulator", declared.simulator());
    summary.put("started", stats.isPresent());
    stats.ifPresent(loop -> summary.put("loop", summary(loop)));
    end.ifPresent(its -> summary.put("end", its.words()));
    var policies = new LinkedHashMap<String, Object>();
    counts.forEach((name, count) -> policies.put(name, summary(name, count)));
    summary.put("policies", policies);
    return summary;
  }

  private static Map<String, Object> summary(LoopStats loop) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("cycles", loop.cycles().run());
    summary.put("missed", loop.cycles().missed());
    summary.put("overruns", loop.overruns().count());
    summary.put("causes", causes(loop.overruns()));
    summary.put("lateness_us", micros(loop.lateness()));
    summary.put("gap_us", micros(loop.gap()));
    return summary;
  }

  /// Returns how many late cycles there are of each cause that there are some of.
  private static Map<String, Long> causes(LoopStats.Overruns overruns) {
    var causes = new LinkedHashMap<String, Long>();
    for (Cause cause : Cause.values()) {
      causes.put(spelt(cause), overruns.byCause().getOrDefault(cause, 0L));
    }
    causes.put("undecided", overruns.undecided());
    causes.values().removeIf(count -> count == 0);
    return causes;
  }

  private static String late(LoopStats.Overruns overruns) {
    if (overruns.count() == 0) {
      return "none";
    }
    var late = new StringJoiner(", ");
    causes(overruns).forEach((cause, count) -> late.add(count + " " + cause));
    return overruns.byCause().getOrDefault(Cause.UNKNOWN, 0L) == 0
        ? late.toString()
        : late + " (" + Cause.UNKNOWN.words() + ")";
  }

  private static Map<String, Object> micros(Distribution times) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("p50", times.p50() / 1e3);
    summary.put("p99", times.p99() / 1e3);
    summary.put("p99_9", times.p999() / 1e3);
    summary.put("max", times.max() / 1e3);
    return summary;
  }

  private Map<String, Object> summary(String policy, PolicyCounts count) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("asked", count.asked());
    summary.put("taken", count.taken());
    summary.put("late", count.late());
    summary.put("dropped", count.dropped());
    summary.put("skipped", count.skipped());
    Optional.ofNullable(ends.get(policy)).ifPresent(over -> summary.put("end", over.why()));
    return summary;
  }

  /// Returns what a page tells of it, by what it is.
  Map<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put(
        "Arm",
        "%s, computed by %s, law %s"
            .formatted(spelt(declared.model()), declared.simulator(), spelt(declared.law())));
    stats.ifPresent(loop ->
        facts.put(
            "Loop",
            "%s cycles, %s missed, 99 %% within %.0f µs of their time, the latest %.1f ms late"
                .formatted(
                    Amounts.count(loop.cycles().run()),
                    Amounts.count(loop.cycles().missed()),
                    loop.lateness().p99() / 1e3,
                    loop.lateness().max() / 1e6)));
    stats.ifPresent(loop -> facts.put("Late cycles, by cause", late(loop.overruns())));
    counts.forEach((name, count) ->
        facts.put(
            "Policy " + name,
            "asked %s: %s taken, %s of them late, %s dropped as too old; %s skipped, as the question before was still open"
                .formatted(
                    times(count.asked()),
                    Amounts.count(count.taken(), "answer", "answers"),
                    Amounts.count(count.late()),
                    Amounts.count(count.dropped()),
                    times(count.skipped()))));
    return facts;
  }

  private static String times(long count) {
    return Amounts.count(count, "time", "times");
  }

  private static String spelt(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
