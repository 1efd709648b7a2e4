package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Badge;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Kind;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// A drawing in the language of Graphviz. Nodes are called by their ids.
public final class Dot {
  private final Drawing drawing;

  private Dot(Drawing drawing) {
    this.drawing = drawing;
  }

  /// Returns the drawing's text.
  public static String text(Drawing drawing) {
    return new Dot(drawing).text();
  }

  private String text() {
    var text = new StringBuilder("digraph ").append(quoted(drawing.title())).append(" {\n");
    text.append(
        """
          graph [rankdir=LR, nodesep=0.4, ranksep=0.7, fontname="Helvetica", labelloc=t, bgcolor="transparent", label=%s]
          node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, margin="0.2,0.12"]
          edge [color="#8b938d", fontname="Helvetica", fontsize=10, arrowsize=0.7]
        """
            .formatted(quoted(drawing.title())));
    for (var box : drawing.boxes()) {
      text.append("  ").append(box(box)).append('\n');
    }
    for (var arrow : drawing.arrows()) {
      text.append("  ").append(arrow(arrow)).append('\n');
    }
    return text.append("}\n").toString();
  }

  private static String box(Box box) {
    var lines = new ArrayList<String>();
    lines.add(box.id());
    lines.add(box.type());
    if (!box.badges().isEmpty()) {
      lines.add(box.badges().stream().map(Badge::text).collect(Collectors.joining(" · ")));
    }
    box.figures().ifPresent(figures -> lines.add(figures.text()));
    var label = lines.stream().map(Dot::escaped).collect(Collectors.joining("\\n", "\"", "\""));
    boolean isEnd = box.ends().input().isPresent() || box.ends().output().isPresent();
    return name(box)
        + " [label="
        + label
        + colours(box.kind())
        + (isEnd ? ", penwidth=2" : "")
        + "]";
  }

  private static String colours(Kind kind) {
    return switch (kind) {
      case JAVA -> ", color=\"#c2701c\", fillcolor=\"#fdf6ee\"";
      case PYTHON -> ", color=\"#2f6db5\", fillcolor=\"#eff5fb\"";
      case LETTERS -> ", color=\"#b3261e\", fillcolor=\"#fdf3f2\", style=\"rounded,filled,dashed\"";
    };
  }

  private String arrow(Arrow arrow) {
    var attributes = new ArrayList<String>();
    arrow.number().ifPresent(number -> attributes.add("headlabel=\"" + number + "\""));
    if (!arrow.label().isEmpty()) {
      attributes.add("label=" + quoted(arrow.label()));
    }
    if (arrow.failures()) {
      attributes.add("style=dashed, color=\"#b3261e\", tooltip=\"failed items\"");
    }
    var list = attributes.isEmpty() ? "" : " [" + String.join(", ", attributes) + "]";
    return name(drawing.boxes().get(arrow.from()))
        + " -> "
        + name(drawing.boxes().get(arrow.to()))
        + list;
  }

  /// A file for failed items may be called like a node.
  private static String name(Box box) {
    return quoted(box.kind() == Kind.LETTERS ? "failed: " + box.id() : box.id());
  }

  private static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  /// Graphviz takes backslashes for its own, and entities of HTML for their characters.
  private static String escaped(String text) {
    var safe = new StringBuilder();
    text.codePoints()
        .forEach(code -> {
          switch (code) {
            case '"' -> safe.append("\\\"");
            case '\\' -> safe.append("\\\\");
            case '&' -> safe.append("&amp;");
            default -> safe.appendCodePoint(Markup.isPrintable(code) ? code : ' ');
          }
        });
    return safe.toString();
  }
}
