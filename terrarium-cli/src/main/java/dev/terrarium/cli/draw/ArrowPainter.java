package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.layout.Arrangement.Frame;
import dev.terrarium.cli.draw.layout.Route;

/// Draws arrows, and what comes in from outside and goes out.
final class ArrowPainter {
  private static final double BARE = 14;
  private static final double NUMBER = 24;
  private static final double LABEL_GAP = 8;
  private static final double END = 46;
  private static final double ROUND_RING = 20;

  private ArrowPainter() {}

  /// Returns the room that an arrow needs in front of its head, to be straight there.
  static double room(Arrow arrow) {
    return BARE
        + (arrow.number().isPresent() ? NUMBER : 0)
        + (arrow.label().isEmpty() ? 0 : Lettering.SMALL.width(arrow.label()) + LABEL_GAP);
  }

  static double roomBefore(Box box) {
    return box.ends().input().map(ArrowPainter::roomForEnd).orElse(0.0);
  }

  static double roomAfter(Box box) {
    return box.ends().output().map(ArrowPainter::roomForEnd).orElse(0.0);
  }

  static String svg(Arrow arrow, Route route) {
    var style = arrow.failures() ? "failures" : "flow";
    int direction = route.endsLeftwards() ? -1 : 1;
    double x = route.end().x();
    double y = route.end().y();
    var svg =
        new StringBuilder(
            "<g class=\"%s\"><path class=\"line\" d=\"%s\"/><path class=\"head\" d=\"%s\"/>"
                .formatted(style, Paths.data(route), Paths.head(x, y, direction)));
    if (arrow.number().isPresent()) {
      svg.append(number(x - direction * (BARE + NUMBER / 2 - 5), y, arrow.number().get()));
    }
    if (!arrow.label().isEmpty()) {
      double away = BARE + (arrow.number().isPresent() ? NUMBER : 0);
      svg.append(
          text(direction > 0 ? "end" : "", x - direction * (away - 2), y + 3.8, arrow.label()));
    }
    return svg.append("</g>\n").toString();
  }

  /// Returns a ring from which items come into a box, and another to which they leave.
  static String ends(Box box, Frame frame) {
    var svg = new StringBuilder();
    double y = frame.middle();
    box.ends()
        .input()
        .ifPresent(label -> {
          double ring = frame.x() - roomForEnd(label) + 6;
          svg.append(end(ring, ring + 5, frame.x(), y, label)).append("</g>\n");
        });
    box.ends()
        .output()
        .ifPresent(label -> {
          double ring = frame.right() + roomForEnd(label) - 6;
          svg.append(end(ring, frame.right(), ring - 6, y, label));
          svg.append(
              "<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"2.4\"/></g>\n"
                  .formatted(Numbers.text(ring), Numbers.text(y)));
        });
    return svg.toString();
  }

  private static String end(double ring, double from, double to, double y, String label) {
    var line = "M%s %sH%s".formatted(Numbers.text(from), Numbers.text(y), Numbers.text(to));
    return """
    <g class="flow"><path class="line" d="%s"/><path class="head" d="%s"/>\
    <circle class="ring" cx="%s" cy="%s" r="5"/>%s\
    """
        .formatted(
            line,
            Paths.head(to, y, 1),
            Numbers.text(ring),
            Numbers.text(y),
            text("middle", (from + to) / 2, y - 10, label));
  }

  private static String number(double x, double y, int number) {
    return """
    <circle class="number" cx="%s" cy="%s" r="8"/><text class="digit middle" x="%s" y="%s">%d</text>\
    """
        .formatted(
            Numbers.text(x), Numbers.text(y), Numbers.text(x), Numbers.text(y + 3.5), number);
  }

  private static String text(String anchor, double x, double y, String text) {
    return "<text class=\"label %s\" x=\"%s\" y=\"%s\">%s</text>"
        .formatted(anchor, Numbers.text(x), Numbers.text(y), Markup.escape(text));
  }

  private static double roomForEnd(String label) {
    return Math.max(END, Lettering.SMALL.width(label) + ROUND_RING);
  }
}
