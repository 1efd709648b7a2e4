package dev.terrarium.cli.report;

import java.util.List;
import java.util.Locale;

/// The segments that were found, one row each.
final class SegmentTable {
  private static final int MOST_ROWS = 200;

  private final List<Segment> segments;

  SegmentTable(List<Segment> segments) {
    this.segments = segments;
  }

  String html() {
    boolean hasLevels = segments.stream().anyMatch(segment -> segment.level().isPresent());
    var rows = new StringBuilder();
    for (int i = 0; i < Math.min(MOST_ROWS, segments.size()); i++) {
      rows.append(row(i + 1, segments.get(i), hasLevels));
    }
    return """
    <section aria-labelledby="segments"><h2 id="segments">What was found</h2>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>Segment</th><th>Start</th><th>End</th><th>Duration</th>%s</tr></thead>
    <tbody>
    %s</tbody></table></div>%s
    </section>
    """
        .formatted(hasLevels ? "<th>Level</th>" : "", rows, rest());
  }

  private static String row(int number, Segment segment, boolean hasLevels) {
    var level =
        segment.level().isPresent()
            ? String.format(Locale.ROOT, "%.1f dB", segment.level().getAsDouble()).replace('-', '−')
            : "";
    return String.format(
        Locale.ROOT,
        "<tr id=\"segment-%d\"><td><span class=\"chip\">%d</span></td>"
            + "<td>%.2f s</td><td>%.2f s</td><td>%.2f s</td>%s</tr>\n",
        number,
        number,
        segment.start(),
        segment.end(),
        segment.seconds(),
        hasLevels ? "<td>" + level + "</td>" : "");
  }

  private String rest() {
    int more = segments.size() - MOST_ROWS;
    return more > 0 ? "<p class=\"more\">and " + Amounts.count(more) + " more</p>" : "";
  }
}
