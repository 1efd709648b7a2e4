package dev.terrarium.cli.timeline;

import static dev.terrarium.cli.timeline.Aftermath.millis;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.report.Amounts;
import dev.terrarium.cli.timeline.Timeline.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The emergency stop from near: what became of the arm, of the command and of its Python code,
/// until the robot was disarmed.
final class StopSection {
  private static final long LEAST = 10_000_000;

  /// Of what takes longer the beginning is shown.
  private static final long MOST = 5_000_000_000L;

  private final Timeline timeline;
  private final Stop stop;
  private final Aftermath aftermath;

  StopSection(Timeline timeline, Stop stop) {
    this.timeline = timeline;
    this.stop = stop;
    this.aftermath = new Aftermath(timeline, stop);
  }

  String html() {
    long whole = aftermath.whole();
    var cut =
        whole <= MOST
            ? ""
            : "<p class=\"more\">It shows the first %s; the last of it ended after %s.</p>\n"
                .formatted(Amounts.nanos(MOST), Amounts.nanos(whole));
    return """
    <section aria-labelledby="stop"><h2 id="stop">The emergency stop</h2>
    <p class="verdict">%s</p>
    %s%s</section>
    """
        .formatted(
            Markup.escape(aftermath.verdict()), plot(Math.clamp(whole, LEAST, MOST)).svg(), cut);
  }

  private Plot plot(long span) {
    var scale =
        new Scale(stop.at() - span * 3 / 10, stop.at() + span * 13 / 10, Plot.LEFT, Plot.RIGHT);
    var marks = new ArrayList<>(List.of(new Plot.Mark(stop.at(), "emergency stop", "stop")));
    mark(marks, "arm at rest", aftermath.rest());
    mark(marks, "caller freed", stop.freed());
    mark(marks, "Python ended", stop.ended());
    var lanes =
        LanesSection.lanes(timeline).stream()
            .filter(lane ->
                lane instanceof StateLane
                    || lane instanceof ExecutionLane
                    || lane instanceof OperationLane)
            .toList();
    return new Plot("The emergency stop from near", lanes, scale, stop.at(), marks);
  }

  private void mark(List<Plot.Mark> marks, String what, OptionalLong after) {
    after.ifPresent(
        nanos -> marks.add(new Plot.Mark(stop.at() + nanos, what + " " + millis(nanos), "mark")));
  }
}
