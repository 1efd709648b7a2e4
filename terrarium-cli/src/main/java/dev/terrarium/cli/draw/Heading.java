package dev.terrarium.cli.draw;

/// The name of a pipeline and what its author says about it, above its drawing.
final class Heading {
  private static final double WIDEST = 560;

  private final Drawing drawing;

  Heading(Drawing drawing) {
    this.drawing = drawing;
  }

  /// Returns the width that it would like to have.
  double width() {
    double title = Lettering.TITLE.width(drawing.title());
    double text = Lettering.SMALL.width(description());
    return Math.min(WIDEST, Math.max(title, text));
  }

  double height() {
    return description().isEmpty() ? 40 : 58;
  }

  String svg(double x, double y, double width) {
    var title = Lettering.TITLE.fit(oneLine(drawing.title()), width);
    var svg = text("title", x, y + 13, title);
    return description().isEmpty()
        ? svg
        : svg + text("small soft", x, y + 33, Lettering.SMALL.fit(description(), width));
  }

  private String description() {
    return oneLine(drawing.description());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String text(String style, double x, double y, String text) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(style, Numbers.text(x), Numbers.text(y), Markup.escape(text));
  }
}
