package dev.terrarium.cli.timeline;

import dev.terrarium.cli.report.Amounts;
import dev.terrarium.cli.timeline.Timeline.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The emergency stop from near: what became of the command and of its Python code.
final class StopSection {
  private static final long LEAST = 10_000_000;

  private final Timeline timeline;
  private final Stop stop;

  StopSection(Timeline timeline, Stop stop) {
    this.timeline = timeline;
    this.stop = stop;
  }

  String html() {
    return """
    <section aria-labelledby="stop"><h2 id="stop">The emergency stop</h2>
    <p class="verdict">%s</p>
    %s</section>
    """
        .formatted(verdict(), plot().svg());
  }

  /// Returns what came of it in a sentence.
  String verdict() {
    var parts = new ArrayList<String>();
    stop.freed().ifPresent(nanos -> parts.add("Caller freed after " + millis(nanos)));
    stop.ended().ifPresent(nanos -> parts.add("Python ended after " + millis(nanos)));
    stop.unheeding().ifPresent(parts::add);
    return parts.isEmpty() ? "Nothing was in flight." : String.join(", ", parts) + ".";
  }

  private Plot plot() {
    long span = Math.max(LEAST, Math.max(orNothing(stop.freed()), orNothing(stop.ended())));
    var scale =
        new Scale(stop.at() - span * 4 / 10, stop.at() + span * 18 / 10, Plot.LEFT, Plot.RIGHT);
    var marks = new ArrayList<>(List.of(new Plot.Mark(stop.at(), "emergency stop", "stop")));
    stop.freed()
        .ifPresent(nanos ->
            marks.add(new Plot.Mark(stop.at() + nanos, "caller freed " + millis(nanos), "mark")));
    stop.ended()
        .ifPresent(nanos ->
            marks.add(new Plot.Mark(stop.at() + nanos, "Python ended " + millis(nanos), "mark")));
    var lanes =
        LanesSection.lanes(timeline).stream()
            .filter(lane ->
                lane instanceof StateLane
                    || lane instanceof ExecutionLane
                    || lane instanceof OperationLane)
            .toList();
    return new Plot("The emergency stop from near", lanes, scale, stop.at(), marks);
  }

  private static long orNothing(OptionalLong nanos) {
    return nanos.orElse(0);
  }

  static String millis(long nanos) {
    return Amounts.significant(nanos / 1e6) + " ms";
  }
}
