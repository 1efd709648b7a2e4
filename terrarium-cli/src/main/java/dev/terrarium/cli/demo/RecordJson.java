package dev.terrarium.cli.demo;

import dev.terrarium.control.record.Distribution;
import dev.terrarium.pipeline.json.JsonOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run as the page's script reads it. Times are µs since the run began, or steps of 1 µs.
final class RecordJson {
  /// rad and m.
  private static final double ANGLE = 2e-4;

  private static final double LENGTH = 5e-5;

  /// A page shows so many poses in a second at most.
  private static final long FRAME = 4_000_000;

  private final RunRecord run;
  private final Cycles cycles;

  private RecordJson(RunRecord run) {
    this.run = run;
    this.cycles = run.cycles();
  }

  /// Returns it as a text that can stand in a `script` element.
  static String text(RunRecord run) {
    var text = new JsonOutput(_ -> {}).text(new RecordJson(run).map());
    return text.replace("<", "\\u003c");
  }

  private Map<String, @Nullable Object> map() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("period", cycles.period() / 1000);
    map.put("length", Math.max(1, run.length() / 1000));
    map.put("joints", run.shape().joints().stream().map(RecordJson::joint).toList());
    map.put("flange", run.shape().flange());
    map.put("poses", poses());
    map.put("cycles", cyclesMap());
    map.put("laws", laws());
    map.put("questions", run.asking().questions().stream().map(RecordJson::question).toList());
    map.put("hold", run.asking().options().hold().toNanos() / 1000);
    map.put("rate", run.asking().options().rate());
    map.put("marks", run.marks().stream().map(it -> List.of(it.at() / 1000, it.words())).toList());
    map.put("trip", run.trip().isPresent() ? run.trip().getAsLong() / 1000 : null);
    map.put("blocked", Blocked.of(run).map(RecordJson::blocked).orElse(null));
    map.put("lateness", lateness());
    return map;
  }

  private static List<Double> joint(Shape.Joint joint) {
    return List.of(joint.a(), joint.d(), joint.alpha(), joint.lower(), joint.upper());
  }

  private static List<Object> question(Question question) {
    return List.of(
        question.asked() / 1000,
        question.ended() / 1000,
        question.outcome().name().toLowerCase(Locale.ROOT));
  }

  private static List<Long> blocked(Blocked blocked) {
    return List.of(blocked.question().asked() / 1000, blocked.question().ended() / 1000);
  }

  /// Some of the cycles, as many as eyes can tell apart.
  private Map<String, Object> poses() {
    int[] rows = frames();
    int joints = cycles.joints();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("angle", ANGLE);
    map.put("length", LENGTH);
    map.put("at", Packed.ints(rows.length, frame -> cycles.at(rows[frame]) / 1000));
    int angles = rows.length * joints;
    map.put("q", Packed.shorts(angles, ANGLE, at -> cycles.q(rows[at / joints], at % joints)));
    map.put(
        "wanted",
        Packed.shorts(angles, ANGLE, at -> cycles.wantedQ(rows[at / joints], at % joints)));
    map.put(
        "flange",
        Packed.shorts(3 * rows.length, LENGTH, at -> cycles.position(rows[at / 3], at % 3)));
    map.put(
        "goal",
        Packed.shorts(3 * rows.length, LENGTH, at -> cycles.wantedPosition(rows[at / 3], at % 3)));
    return map;
  }

  private int[] frames() {
    var rows = new ArrayList<Integer>();
    long next = Long.MIN_VALUE;
    for (int row = 0; row < cycles.count(); row++) {
      if (cycles.at(row) >= next || row == cycles.count() - 1) {
        rows.add(row);
        next = cycles.at(row) + FRAME - cycles.period() / 2;
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private Map<String, Object> cyclesMap() {
    int count = cycles.count();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("at", Packed.ints(count, row -> cycles.at(row) / 1000));
    map.put("late", Packed.ints(count, row -> cycles.lateness(row) / 1000));
    return map;
  }

  /// Stretches of one law each: since when, and which; 99 where the arm is brought to rest.
  private List<List<Long>> laws() {
    var laws = new ArrayList<List<Long>>();
    long before = Long.MIN_VALUE;
    for (int row = 0; row < cycles.count(); row++) {
      long law = cycles.isSafe(row) ? 99 : cycles.law(row);
      if (law != before) {
        laws.add(List.of(cycles.at(row) / 1000, law));
        before = law;
      }
    }
    return laws;
  }

  private Map<String, Object> lateness() {
    Distribution lateness = run.about().loop().lateness();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(
        "bins",
        Lateness.of(cycles).bins().stream()
            .map(bin -> List.of(bin.from() / 1000, bin.below() / 1000, bin.count()))
            .toList());
    map.put("p50", lateness.p50() / 1e3);
    map.put("p99", lateness.p99() / 1e3);
    map.put("p999", lateness.p999() / 1e3);
    map.put("max", lateness.max() / 1e3);
    return map;
  }
}
