package dev.terrarium.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws the results file of a comparison as SVG: a line for each row, a mark for each side, on a
/// logarithmic axis of time.
final class PeersChart {
  private static final int LEFT = 310;
  private static final int WIDTH = 560;
  private static final int TOP = 86;
  private static final int STEP = 30;
  private static final int RIGHT = 24;

  /// Colours that the colour-blind tell apart.
  private static final Map<String, String> COLOURS =
      Map.of(
          "terrarium", "#d55e00",
          "terrarium-attached", "#f0a36b",
          "jep", "#0072b2",
          "jpype", "#56b4e9",
          "py4j", "#8c8c8c",
          "graalpy", "#009e73",
          "cpython", "#cc79a7",
          "c", "#222222");

  private final PeerFigures figures;
  private final StringBuilder svg = new StringBuilder();
  private int least = Integer.MAX_VALUE;
  private int most = Integer.MIN_VALUE;

  private PeersChart(PeerFigures figures) {
    this.figures = figures;
  }

  static String svg(Map<String, Object> document) {
    return new PeersChart(new PeerFigures(document)).draw();
  }

  private String draw() {
    findDecades();
    List<PeerFigures.Line> lines = figures.lines();
    int bottom = TOP + lines.size() * STEP;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="Helvetica, Arial, sans-serif" font-size="13">
        <title>What the bridges between Java and Python cost on the same work</title>
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        """
            .formatted(LEFT + WIDTH + RIGHT, bottom + 40));
    legend();
    axis(bottom);
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), TOP + i * STEP + STEP / 2);
    }
    return svg.append("</svg>\n").toString();
  }

  private void findDecades() {
    for (PeerFigures.Line line : figures.lines()) {
      for (PeerFigures.Side side : figures.sides()) {
        line.figure(side)
            .ifPresent(figure -> {
              double decade = Math.log10(figure.nanos());
              least = Math.min(least, (int) Math.floor(decade));
              most = Math.max(most, (int) Math.ceil(decade));
            });
      }
    }
    if (least > most) {
      throw new IllegalArgumentException("the results file has no figures to draw");
    }
  }

  private void legend() {
    text(
        16,
        22,
        "start",
        "#222222",
        "What one of each costs: further left is faster. Each line of the grid is ten times the last.");
    double x = 16;
    for (PeerFigures.Side side : figures.sides()) {
      mark(side, x + 6, 48);
      text(x + 18, 52, "start", "#222222", side.title());
      x += 34 + side.title().length() * 6.6;
    }
  }

  private void axis(int bottom) {
    for (int decade = least; decade <= most; decade++) {
      double x = x(Math.pow(10, decade));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"#dddddd\"/>\n",
              x,
              TOP - 4,
              bottom));
      String label = Numbers.brief(Math.pow(10, decade)).replaceAll("\\.0+(?= )", "");
      text(x, bottom + 20, "middle", "#555555", label);
    }
  }

  private void line(PeerFigures.Line line, int y) {
    text(LEFT - 14, y + 4, "end", "#222222", line.title());
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"%2$d\" x2=\"%3$d\" y2=\"%2$d\" stroke=\"#eeeeee\"/>\n",
            LEFT,
            y,
            LEFT + WIDTH));
    for (PeerFigures.Side side : figures.sides().reversed()) { // Ours on top.
      line.figure(side).ifPresent(figure -> mark(side, x(figure.nanos()), y));
    }
  }

  /// A disc for what crosses a border, an upright stroke for what has none to cross.
  private void mark(PeerFigures.Side side, double x, double y) {
    String colour = COLOURS.getOrDefault(side.id(), "#000000");
    boolean stroke = side.id().equals("cpython") || side.id().equals("c");
    String shape =
        stroke
            ? String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"3\" height=\"16\" fill=\"%s\"/>\n",
                x - 1.5,
                y - 8,
                colour)
            : String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"%s\"/>\n",
                x,
                y,
                side.id().equals("terrarium") ? "6.5" : "5",
                colour);
    svg.append(shape);
  }

  private double x(double nanos) {
    return LEFT + WIDTH * (Math.log10(nanos) - least) / (most - least);
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            colour,
            safe));
  }
}
