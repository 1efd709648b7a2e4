package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says what the marks of a drawing mean; only of those that are in it.
final class Legend {
  private static final double GAP = 22;
  private static final double MARK = 26;

  /// @param svg the mark, at the origin
  private record Entry(String svg, String text) {
    double width() {
      return MARK + Lettering.SMALL.width(text);
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  Legend(Drawing drawing) {
    for (var kind : Kind.values()) {
      if (kind != Kind.LETTERS && drawing.boxes().stream().anyMatch(box -> box.kind() == kind)) {
        var style = kind.name().toLowerCase(Locale.ROOT);
        var mark = "<g class=\"node " + style + "\">" + Icons.tile(kind, 0, 0).strip() + "</g>";
        entries.add(new Entry(mark, kind.word() + " node"));
      }
    }
    if (drawing.arrows().stream().anyMatch(arrow -> arrow.number().isPresent())) {
      entries.add(
          new Entry(
              "<circle class=\"number\" cx=\"9\" cy=\"9\" r=\"8\"/>"
                  + "<text class=\"digit middle\" x=\"9\" y=\"12.5\">1</text>",
              "order of the inputs"));
    }
    if (drawing.arrows().stream().anyMatch(Drawing.Arrow::failures)) {
      entries.add(
          new Entry(
              "<g class=\"failures\"><path class=\"line\" d=\"M0 9H18\"/></g>", "items that fail"));
    }
  }

  double width() {
    return entries.stream().mapToDouble(entry -> entry.width() + GAP).sum() - GAP;
  }

  double height() {
    return 18;
  }

  String svg(double x, double y) {
    var svg = new StringBuilder();
    double at = x;
    for (var entry : entries) {
      svg.append(
          "<g transform=\"translate(%s %s)\">%s<text class=\"small soft\" x=\"%s\" y=\"13\">%s</text></g>\n"
              .formatted(
                  Numbers.text(at),
                  Numbers.text(y),
                  entry.svg(),
                  Numbers.text(MARK),
                  entry.text()));
      at += entry.width() + GAP;
    }
    return svg.toString();
  }
}
