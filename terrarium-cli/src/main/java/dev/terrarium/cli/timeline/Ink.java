package dev.terrarium.cli.timeline;

import static dev.terrarium.cli.timeline.Scale.number;

import dev.terrarium.cli.draw.Markup;

/// Draws SVG.
final class Ink {
  /// How wide a bold letter is at most, on the whole.
  static final double LETTER = 7.2;

  private final StringBuilder svg = new StringBuilder();

  /// Draws a rectangle that tells more when it is pointed at.
  void bar(String style, double left, double top, Size size, String title) {
    svg.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>\n"
            .formatted(
                style,
                number(left),
                number(top),
                number(size.width()),
                number(size.height()),
                Markup.escape(title)));
  }

  /// How large something is.
  record Size(double width, double height) {}

  void line(String style, double x, double top, double bottom) {
    svg.append(
        "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>\n"
            .formatted(style, number(x), number(x), number(top), number(bottom)));
  }

  void rule(double left, double right, double y) {
    svg.append(
        "<line class=\"rule\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>\n"
            .formatted(number(left), number(right), number(y), number(y)));
  }

  void text(String style, double x, double y, String text) {
    svg.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(style, number(x), number(y), Markup.escape(text)));
  }

  /// Draws a text where there is room for it.
  void textWithin(String style, double x, double y, double room, String text) {
    if (LETTER * text.length() + 12 <= room) {
      text(style, x, y, text);
    }
  }

  /// Draws a shape of points, such as `0,0 4,4 0,8`, that stands at a place.
  void shape(String style, double x, double y, String points, String title) {
    svg.append(
        "<polygon class=\"%s\" transform=\"translate(%s %s)\" points=\"%s\"><title>%s</title></polygon>\n"
            .formatted(style, number(x), number(y), points, Markup.escape(title)));
  }

  String drawn() {
    return svg.toString();
  }
}
