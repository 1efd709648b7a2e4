package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Draws the results file of loops, for a terminal or for a document.
final class LoopTable {
  private static final List<String> HEAD =
      List.of(
          "what happens meanwhile",
          "loop",
          "cycles",
          "gap: P50",
          "P99",
          "P99.9",
          "longest",
          "C beside it: P99.9",
          "longest",
          "promised",
          "");

  private static final int FIGURES = 7;

  private LoopTable() {}

  static boolean isOne(Map<String, Object> document) {
    return document.containsKey("loop");
  }

  /// A Markdown table, then a line that says where the figures come from.
  static String markdown(Map<String, Object> document, String file) {
    return markdown(rows(document), document, file);
  }

  /// The same of the rows that promise something.
  static String promises(Map<String, Object> document, String file) {
    return markdown(
        rows(document).filter(row -> row.get("target") instanceof String), document, file);
  }

  private static String markdown(
      Stream<Map<?, ?>> rows, Map<String, Object> document, String file) {
    StringBuilder text = new StringBuilder(Table.joined(HEAD));
    text.append("|---|---|").append("--:|".repeat(FIGURES)).append("---|---|\n");
    rows.map(LoopTable::cells).map(Table::joined).forEach(text::append);
    text.append('\n').append(Table.source(document, file)).append(PeersTable.others(document));
    return text.append('\n').toString();
  }

  /// A line for each row, and below it its figures.
  static String plain(Map<String, Object> document) {
    StringBuilder text = new StringBuilder();
    rows(document)
        .forEach(row -> {
          List<String> cells = cells(row);
          text.append("%s: %s\n".formatted(cells.get(1), cells.getFirst()));
          for (int i = 2; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
              text.append("  %-10s %s\n".formatted(HEAD.get(i), cells.get(i)));
            }
          }
        });
    return text.toString();
  }

  /// A row in a few words.
  static String brief(Map<?, ?> row) {
    if (!(row.get("gap") instanceof Map<?, ?>)) {
      return String.valueOf(row.get("text") == null ? row.get("missing") : row.get("text"));
    }
    List<String> figures = figures(row);
    return "cycles %s, P99 %s, P99.9 %s, longest %s"
        .formatted(figures.get(0), figures.get(2), figures.get(3), figures.get(4));
  }

  /// A gap of a row, ns; NaN if it has none.
  static double gap(Map<?, ?> row, String name) {
    return nanos(row.get("gap"), name);
  }

  /// A number of the C program that ran beside a row, of gaps in ns; NaN if none did.
  static double witnessed(Map<?, ?> row, String name) {
    return nanos(row.get("witness"), name);
  }

  private static double nanos(@Nullable Object gaps, String name) {
    return gaps instanceof Map<?, ?> map ? number(map, name) : Double.NaN;
  }

  /// A number of a row; NaN if it has none.
  static double number(Map<?, ?> row, String name) {
    return row.get(name) instanceof Double number ? number : Double.NaN;
  }

  /// The rows of a document, and after those that promise gaps what others have published.
  private static Stream<Map<?, ?>> rows(Map<String, Object> document) {
    List<Map<?, ?>> rows = new ArrayList<>();
    for (Object row : (List<?>) document.getOrDefault("rows", List.of())) {
      rows.add((Map<?, ?>) row);
    }
    if (rows.stream().anyMatch(row -> row.containsKey("gap") && row.containsKey("target"))) {
      rows.addAll(PublishedGaps.rows());
    }
    return rows.stream();
  }

  private static List<String> cells(Map<?, ?> row) {
    List<String> cells = new ArrayList<>();
    String title = String.valueOf(row.get("title"));
    cells.add(title.startsWith("-X") ? "`" + title + "`" : title);
    cells.add(String.valueOf(row.get("side")));
    cells.addAll(figures(row));
    cells.add(row.get("target") instanceof String target ? target : "");
    cells.add(row.get("met") instanceof Boolean met ? (met ? "met" : missed(row)) : "");
    return cells;
  }

  /// Which parts of a promise are missed, where C beside it tells what the machine had.
  private static String missed(Map<?, ?> row) {
    double machine = witnessed(row, "max");
    return Double.isNaN(machine)
        ? "MISSED"
        : "MISSED: " + String.join("; ", LoopPromise.above(machine).missed(row));
  }

  private static List<String> figures(Map<?, ?> row) {
    if (row.get("published") instanceof String longest) {
      return List.of("", "", "", "", longest, "", "");
    }
    if (!(row.get("gap") instanceof Map<?, ?>)) {
      Object said = row.get("text") == null ? row.get("missing") : row.get("text");
      return List.of("", String.valueOf(said), "", "", "", "", "");
    }
    List<String> figures = new ArrayList<>();
    figures.add(cycles(row));
    Stream.of("p50", "p99", "p999", "max")
        .map(name -> millis(gap(row, name)))
        .forEach(figures::add);
    Stream.of("p999", "max").map(name -> millis(witnessed(row, name))).forEach(figures::add);
    return figures;
  }

  /// What share of its cycles a loop has run, or how long until its arm stopped by a reflex.
  private static String cycles(Map<?, ?> row) {
    if (row.get("reflex_after") instanceof Double seconds) {
      return String.format(Locale.ROOT, "a reflex after %.1f s", seconds);
    }
    return row.get("cycles_percent") instanceof Double percent
        ? String.format(Locale.ROOT, "%.2f %%", percent)
        : "";
  }

  private static String millis(double nanos) {
    if (Double.isNaN(nanos)) {
      return "";
    }
    return nanos < 99.5e6
        ? String.format(Locale.ROOT, "%.3f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
  }
}
