package dev.terrarium.cli.timeline;

import dev.terrarium.bus.SubscriptionCounters;
import dev.terrarium.cli.timeline.Timeline.About;
import dev.terrarium.cli.timeline.Timeline.Box;
import dev.terrarium.cli.timeline.Timeline.Counters;
import dev.terrarium.cli.timeline.Timeline.Sighting;
import dev.terrarium.cli.timeline.Timeline.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Timelines for tests: six seconds of a robot with a camera, that is stopped after five.
final class Timelines {
  static final long MILLI = 1_000_000;
  static final long STOP = 5_000 * MILLI;

  private Timelines() {}

  /// A robot that finds things, and follows them until it is stopped.
  static Timeline stopped() {
    return of(
        moments(),
        Optional.of(
            new Stop(
                STOP, OptionalLong.of(1_240_000), OptionalLong.of(6_400_000), Optional.empty())));
  }

  static Timeline of(List<Moment> moments, Optional<Stop> stop) {
    return new Timeline(
        new About("lookout", Map.of("Python", "CPython 3.14"), Optional.empty()),
        6_000 * MILLI,
        moments,
        stop,
        Optional.empty(),
        List.of());
  }

  static Timeline with(Timeline timeline, Sighting sighting, Counters... counters) {
    return new Timeline(
        timeline.about(),
        timeline.length(),
        timeline.moments(),
        timeline.stop(),
        Optional.of(sighting),
        List.of(counters));
  }

  static Sighting sighting(String png) {
    return new Sighting(png, 320, 240, List.of(new Box(156, 76, 38, 38), new Box(234, 98, 30, 42)));
  }

  static Counters counters(long dropped) {
    return new Counters(
        "detector.seen",
        "sensor.camera.rgb",
        new SubscriptionCounters(60, 60 - dropped, dropped, 0, 0, 2));
  }

  static Moment.Operation operation(String name, long asked, long began, long ended, String level) {
    var outcome = level.equals("none") ? "ok" : "safety_disarmed";
    var kind = name.endsWith("seen") ? "handler" : "call";
    return new Moment.Operation(
        kind,
        name,
        asked * MILLI,
        began * MILLI,
        ended * MILLI,
        new Moment.Ending(
            outcome, level, level.equals("none") ? "" : "  at motion.traced(motion.py:178)"));
  }

  private static List<Moment> moments() {
    var moments = new ArrayList<Moment>();
    moments.add(new Moment.State(0, "disarmed"));
    moments.add(new Moment.State(120 * MILLI, "armed"));
    moments.add(new Moment.State(STOP, "disarming"));
    moments.add(new Moment.State(STOP + 2 * MILLI, "disarmed"));
    for (int i = 0; i < 60; i++) {
      moments.add(new Moment.Picture(100L * i * MILLI, "sensor.camera.rgb"));
      boolean isBusy = i >= 20 && i < 50;
      if (!isBusy) {
        moments.add(operation("detector.seen", 100L * i, 100L * i + 1, 100L * i + 9, "none"));
        if (i > 16) {
          moments.add(
              new Moment.Published(
                  (100L * i + 8) * MILLI, "estimator.objects", OptionalInt.of(2 + i % 3)));
        }
      }
    }
    moments.add(operation("detector.seen", 2_100, 5_007, 5_016, "none"));
    moments.add(operation("detector.follow", 2_001, 2_010, 5_006, "interrupted"));
    moments.add(
        new Moment.Execution(
            "follow",
            2_000 * MILLI,
            STOP + 1_240_000,
            "cancelled",
            "safety_disarmed: the robot's safety is disarming"));
    moments.add(new Moment.Refused(5_300 * MILLI, "command follow", "safety_not_armed"));
    return moments;
  }
}
