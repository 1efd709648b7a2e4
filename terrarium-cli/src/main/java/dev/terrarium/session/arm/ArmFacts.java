package dev.terrarium.session.arm;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.record.Cause;
import dev.terrarium.control.record.Distribution;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.control.robot.ArmLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What answers tell of an arm, as maps that become JSON.
final class ArmFacts {
  /// Of the protocol.
  static final int VERSION = 1;

  private ArmFacts() {}

  static Map<String, @Nullable Object> hello(ArmStation station) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    ArmLimits limits = station.arm().limits();
    facts.put("version", VERSION);
    facts.put("arm", station.name());
    facts.put("model", station.settings().model().id());
    facts.put("simulated", station.arm().isSimulated());
    facts.put("joints", limits.joints());
    facts.put("limits", limits(limits));
    facts.put("home", station.settings().model().home());
    facts.put("laws", Laws.names());
    facts.put("pid", ProcessHandle.current().pid());
    facts.put("board", file(station.board()));
    facts.put("ring", file(station.ring()));
    facts.putAll(standing(station));
    return facts;
  }

  private static @Nullable String file(Path path) {
    return Files.exists(path) ? path.toString() : null;
  }

  private static Map<String, @Nullable Object> limits(ArmLimits limits) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("q_min", each(limits.joints(), limits::lower));
    facts.put("q_max", each(limits.joints(), limits::upper));
    facts.put("dq", each(limits.joints(), limits::velocity));
    facts.put("torque", each(limits.joints(), limits::torque));
    facts.put("torque_rate", each(limits.joints(), limits::torqueRate));
    return facts;
  }

  /// Returns what changes by itself: `running`, `starting`, `safety`.
  static Map<String, @Nullable Object> standing(ArmStation station) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("running", station.isRunning());
    facts.put("starting", station.isStarting());
    facts.put("safety", station.gate().state().id());
    return facts;
  }

  static Map<String, @Nullable Object> status(ArmStation station) {
    Map<String, @Nullable Object> facts = standing(station);
    facts.put("law", station.control().law());
    facts.put("end", station.end().map(ArmFacts::end).orElse(null));
    return facts;
  }

  static Map<String, @Nullable Object> started(ArmStation station) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("board", station.board().toString());
    facts.put("ring", station.ring().toString());
    facts.put("granted", station.control().loop().granted().lines());
    facts.put("setting", setting(station));
    return facts;
  }

  static Map<String, @Nullable Object> setting(ArmStation station) {
    Setting setting = station.control().setting();
    int joints = station.arm().limits().joints();
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("law", station.control().law());
    facts.put("q_desired", each(joints, setting::qDesired));
    facts.put("ee_desired", each(16, setting::eeDesired));
    facts.put("torque", each(joints, setting::torque));
    facts.put("initial_qpos", each(joints, setting::initialQ));
    facts.put("initial_ee", each(16, setting::initialEe));
    facts.put("tool", each(16, setting::tool));
    var gains = new LinkedHashMap<String, @Nullable Object>();
    for (Gains.Name name : Gains.Name.values()) {
      gains.put(name.id(), setting.gains().list(name));
    }
    facts.put("gains", gains);
    return facts;
  }

  static Map<String, @Nullable Object> end(LoopEnd end) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("kind", kind(end));
    facts.put("words", end.words());
    facts.put("fault", end.isFault());
    return facts;
  }

  private static String kind(LoopEnd end) {
    return switch (end) {
      case LoopEnd.Stopped _ -> "stopped";
      case LoopEnd.SafetyLeft _ -> "safety_left";
      case LoopEnd.Reflexes _ -> "reflexes";
      case LoopEnd.ControllerFailed _ -> "controller_failed";
      case LoopEnd.NotANumber _ -> "not_a_number";
      case LoopEnd.ArmFailed _ -> "arm_failed";
    };
  }

  static Map<String, @Nullable Object> stats(LoopStats stats) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("cycles", stats.cycles().run());
    facts.put("missed", stats.cycles().missed());
    facts.put("lost", stats.cycles().lost());
    facts.put("rate_hz", stats.cycles().rate());
    facts.put("success_rate", stats.successRate());
    facts.put("lateness", times(stats.lateness()));
    facts.put("gap", times(stats.gap()));
    facts.put("compute", times(stats.compute()));
    var causes = new LinkedHashMap<String, @Nullable Object>();
    for (Cause cause : Cause.values()) {
      causes.put(
          cause.name().toLowerCase(Locale.ROOT),
          stats.overruns().byCause().getOrDefault(cause, 0L));
    }
    var overruns = new LinkedHashMap<String, @Nullable Object>();
    overruns.put("count", stats.overruns().count());
    overruns.put("undecided", stats.overruns().undecided());
    overruns.put("by_cause", causes);
    facts.put("overruns", overruns);
    return facts;
  }

  private static Map<String, @Nullable Object> times(Distribution times) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("p50_us", times.p50() / 1e3);
    facts.put("p90_us", times.p90() / 1e3);
    facts.put("p99_us", times.p99() / 1e3);
    facts.put("p999_us", times.p999() / 1e3);
    facts.put("max_us", times.max() / 1e3);
    facts.put("count", times.count());
    List<Object> bins =
        times.bins().stream().<Object>map(bin -> List.of(bin.below() / 1e3, bin.count())).toList();
    facts.put("bins_us", Collections.unmodifiableList(bins));
    return facts;
  }

  private static double[] each(int count, IntToDoubleFunction of) {
    return IntStream.range(0, count).mapToDouble(of).toArray();
  }
}
