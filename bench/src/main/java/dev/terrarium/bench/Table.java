package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Draws a results file, for a terminal or for a document.
final class Table {
  private static final List<String> HEAD =
      List.of("what", "Terrarium", "C", "times C (p10–p90)", "promised", "");

  private Table() {}

  /// Columns padded with spaces.
  static String plain(Map<String, Object> document) {
    List<List<String>> rows = cells(Line.all(document));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /// A Markdown table, then a line that says where the figures come from.
  static String markdown(Map<String, Object> document, String file) {
    return markdown(document, Line.all(document), file);
  }

  /// The same of the rows that promise something, and of the start, for a page that is one screen.
  static String promises(Map<String, Object> document, String file) {
    return markdown(document, Line.promises(document), file);
  }

  private static String markdown(Map<String, Object> document, List<Line> lines, String file) {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = cells(lines);
    text.append(joined(rows.getFirst())).append("|---|--:|--:|--:|---|---|\n");
    rows.stream().skip(1).map(Table::joined).forEach(text::append);
    return text.append('\n').append(source(document, file)).append('\n').toString();
  }

  static String source(Map<String, Object> document, String file) {
    boolean optimised = Boolean.parseBoolean(fact(document, "python", "optimised"));
    return "CPython %s (%s), JDK %s, %s, %s cores, commit %s: `%s`."
        .formatted(
            fact(document, "python", "version"),
            (optimised ? "with" : "without") + " --enable-optimizations",
            fact(document, "jdk", "version"),
            fact(document, "machine", "cpu"),
            fact(document, "machine", "cores").replace(".0", ""),
            document.get("commit"),
            file);
  }

  private static String fact(Map<String, Object> document, String group, String name) {
    return document.get(group) instanceof Map<?, ?> facts
        ? String.valueOf(facts.get(name))
        : "unknown";
  }

  static String joined(List<String> row) {
    return "| " + String.join(" | ", row).replace("<", "\\<") + " |\n";
  }

  private static List<List<String>> cells(List<Line> lines) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (Line line : lines) {
      rows.add(
          List.of(
              line.title(),
              line.ours(),
              line.floor(),
              line.ratio(),
              line.target(),
              line.verdict()));
    }
    return rows;
  }
}
