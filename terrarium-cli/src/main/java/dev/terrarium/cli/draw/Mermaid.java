package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Badge;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A drawing as a flowchart of Mermaid, which many pages and editors show as a picture.
///
/// Nodes are called `n1`, `n2` and so on, since not every id may stand there; the ids are in the
/// labels.
public final class Mermaid {
  private static final String STYLES =
      """
        classDef java fill:#fdf6ee,stroke:#c2701c,color:#1d211e
        classDef python fill:#eff5fb,stroke:#2f6db5,color:#1d211e
        classDef letters fill:#fdf3f2,stroke:#b3261e,color:#1d211e,stroke-dasharray:5 4
      """;

  private final Drawing drawing;

  private Mermaid(Drawing drawing) {
    this.drawing = drawing;
  }

  /// Returns the drawing's text.
  public static String text(Drawing drawing) {
    return new Mermaid(drawing).text();
  }

  private String text() {
    var text = new StringBuilder("---\ntitle: ").append(quoted(drawing.title())).append("\n---\n");
    text.append("flowchart LR\n");
    text.append("  accTitle: ").append(escape(drawing.title())).append('\n');
    text.append("  accDescr: ").append(escape(Words.of(drawing))).append('\n');
    for (int i = 0; i < drawing.boxes().size(); i++) {
      text.append("  ").append(box(i)).append('\n');
    }
    for (var arrow : drawing.arrows()) {
      text.append("  ").append(arrow(arrow)).append('\n');
    }
    return text.append(STYLES).toString();
  }

  private String box(int place) {
    var box = drawing.boxes().get(place);
    var lines = new ArrayList<String>();
    lines.add("<b>" + escape(box.id()) + "</b>");
    lines.add(escape(box.type()));
    if (!box.badges().isEmpty()) {
      lines.add(
          box.badges().stream()
              .map(Badge::text)
              .map(Mermaid::escape)
              .collect(Collectors.joining(" · ")));
    }
    box.figures().ifPresent(figures -> lines.add(escape(figures.text())));
    var label = "\"" + String.join("<br/>", lines) + "\"";
    return name(place) + shaped(box, label) + ":::" + box.kind().name().toLowerCase(Locale.ROOT);
  }

  /// Ends of the pipeline are rounder than what lies between, and files for failed items are drums.
  private static String shaped(Box box, String label) {
    if (box.kind() == Kind.LETTERS) {
      return "[(" + label + ")]";
    }
    boolean isEnd = box.ends().input().isPresent() || box.ends().output().isPresent();
    return isEnd ? "([" + label + "])" : "(" + label + ")";
  }

  private static String arrow(Arrow arrow) {
    List<String> words = new ArrayList<>();
    arrow.number().ifPresent(number -> words.add(Integer.toString(number)));
    if (arrow.failures()) {
      words.add("failed items");
    }
    if (!arrow.label().isEmpty()) {
      words.add(escape(arrow.label()));
    }
    var line = arrow.failures() ? " -.->" : " -->";
    var label = words.isEmpty() ? "" : "|\"" + String.join(": ", words) + "\"|";
    return name(arrow.from()) + line + label + " " + name(arrow.to());
  }

  private static String name(int place) {
    return "n" + (place + 1);
  }

  /// A text of YAML, in which Mermaid's own marks mean nothing.
  private static String quoted(String text) {
    var plain = plain(text);
    return "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// Whatever could mean something to Mermaid, to Markdown or to HTML becomes an entity.
  private static String escape(String text) {
    var safe = new StringBuilder();
    plain(text)
        .codePoints()
        .forEach(code -> {
          if (code >= 0x80
              || Character.isLetterOrDigit(code)
              || " .,:-_/()'×≤".indexOf(code) >= 0) {
            safe.appendCodePoint(code);
          } else {
            safe.append('#').append(code).append(';');
          }
        });
    return safe.toString();
  }

  /// One line without control characters and halves of characters.
  private static String plain(String text) {
    var plain = new StringBuilder();
    text.codePoints().forEach(code -> plain.appendCodePoint(Markup.isPrintable(code) ? code : ' '));
    return plain.toString().strip();
  }
}
