package dev.terrarium.cli.timeline;

import static dev.terrarium.cli.timeline.Scale.number;

import dev.terrarium.cli.draw.Markup;
import java.util.List;
import java.util.Locale;

/// Lanes below each other, over one line of time.
///
/// @param origin the moment that times are told from
/// @param marks what is drawn across all lanes
record Plot(String description, List<Lane> lanes, Scale scale, long origin, List<Mark> marks) {
  static final double WIDTH = 1036;
  static final double LEFT = 148;
  static final double RIGHT = 1012;
  private static final double HEAD = 26;
  private static final double FOOT = 30;
  private static final double LINE = 15;

  /// A line across all lanes.
  ///
  /// @param style `stop` or `mark`
  record Mark(long at, String text, String style) {}

  String svg() {
    var ink = new Ink();
    double head = HEAD + LINE * Math.max(0, marks.size() - 1);
    double y = head;
    for (var lane : lanes) {
      ink.rule(0, WIDTH, y);
      ink.text("label", 0, y + lane.height() / 2.0 + 4, shortened(lane.label()));
      lane.draw(ink, scale, y);
      y += lane.height();
    }
    ink.rule(0, WIDTH, y);
    axis(ink, y);
    for (int i = 0; i < marks.size(); i++) {
      mark(ink, marks.get(i), LINE * i, y);
    }
    return """
    <div class="scroll"><svg class="lanes" viewBox="0 0 %s %s" role="img" aria-label="%s">
    %s</svg></div>
    """
        .formatted(number(WIDTH), number(y + FOOT), Markup.escape(description), ink.drawn());
  }

  private void axis(Ink ink, double y) {
    double step = scale.step();
    long first = (long) Math.ceil((scale.from() - origin) / 1e9 / step - 1e-9);
    for (long at = first; ; at++) {
      long moment = origin + Math.round(at * step * 1e9);
      if (moment > scale.to()) {
        return;
      }
      double x = scale.x(moment);
      ink.line("notch", x, y, y + 5);
      ink.text("moment", x, y + 19, moment(at * step, step));
    }
  }

  private static String moment(double seconds, double step) {
    if (step < 0.1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3).replace('-', '−');
    }
    return String.format(Locale.ROOT, step < 1 ? "%.1f s" : "%.0f s", seconds).replace('-', '−');
  }

  private void mark(Ink ink, Mark mark, double top, double bottom) {
    if (!scale.shows(mark.at(), mark.at())) {
      return;
    }
    double x = scale.x(mark.at());
    ink.line(mark.style(), x, top + 4, bottom);
    boolean isLate = x > (LEFT + RIGHT) / 2;
    ink.text(
        "said " + mark.style() + (isLate ? " before" : ""),
        isLate ? x - 6 : x + 6,
        top + 14,
        mark.text());
  }

  private static String shortened(String label) {
    return label.length() <= 21 ? label : "…" + label.substring(label.length() - 20);
  }
}
