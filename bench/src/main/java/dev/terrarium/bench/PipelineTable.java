package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Draws the results file of pipelines, for a terminal or for a document.
final class PipelineTable {
  private static final List<String> HEAD =
      List.of(
          "what",
          "mean",
          "median",
          "P95",
          "P99",
          "items/s",
          "plain loop",
          "times plain (p10–p90)",
          "promised",
          "");

  /// What a page that is one screen has room for.
  private static final List<Integer> SHORT = List.of(0, 2, 6, 7, 8, 9);

  private PipelineTable() {}

  static boolean isOne(Map<String, Object> document) {
    return document.containsKey("suites");
  }

  /// A Markdown table, then a line that says where the figures come from.
  static String markdown(Map<String, Object> document, String file) {
    return markdown(HEAD, rows(document).map(PipelineTable::cells).toList(), document, file);
  }

  /// The same of the rows that promise something, with fewer columns.
  static String promises(Map<String, Object> document, String file) {
    List<List<String>> rows =
        rows(document)
            .filter(row -> !"".equals(row.get("target")))
            .map(row -> shortened(cells(row)))
            .toList();
    return markdown(shortened(HEAD), rows, document, file);
  }

  /// A line for each row, and below it its figures.
  static String plain(Map<String, Object> document) {
    StringBuilder text = new StringBuilder();
    rows(document)
        .map(PipelineTable::cells)
        .forEach(cells -> {
          text.append(cells.getFirst()).append('\n');
          for (int i = 1; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
              text.append("  %-22s %s\n".formatted(HEAD.get(i), cells.get(i)));
            }
          }
        });
    return text.toString();
  }

  private static String markdown(
      List<String> head, List<List<String>> rows, Map<String, Object> document, String file) {
    StringBuilder text = new StringBuilder(Table.joined(head));
    text.append("|---|").append("--:|".repeat(head.size() - 3)).append("---|---|\n");
    rows.stream().map(Table::joined).forEach(text::append);
    text.append('\n').append(Table.source(document, file)).append(PeersTable.others(document));
    return text.append('\n').toString();
  }

  private static List<String> shortened(List<String> cells) {
    return SHORT.stream().map(cells::get).toList();
  }

  private static Stream<Map<?, ?>> rows(Map<String, Object> document) {
    return ((List<?>) document.getOrDefault("rows", List.of()))
        .stream().map(row -> (Map<?, ?>) row);
  }

  private static List<String> cells(Map<?, ?> row) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(row.get("title")));
    if (row.get("ours") instanceof Map<?, ?> ours) {
      Stream.of("mean", "p50", "p95", "p99").map(name -> time(ours, name)).forEach(cells::add);
      cells.add(rate(row.get("items_per_second")));
      cells.add(row.get("beside") instanceof Map<?, ?> beside ? time(beside, "p50") : "");
      cells.add(times(row.get("ratio")));
    } else {
      Object said = row.get("text") == null ? row.get("missing") : row.get("text");
      cells.addAll(List.of("", String.valueOf(said), "", "", "", "", ""));
    }
    cells.add(String.valueOf(row.get("target")));
    cells.add(row.get("met") instanceof Boolean met ? (met ? "met" : "MISSED") : "");
    return cells;
  }

  private static String time(Map<?, ?> distribution, String name) {
    return distribution.get(name) instanceof Double nanos ? Numbers.brief(nanos) : "";
  }

  private static String rate(@Nullable Object perSecond) {
    return perSecond instanceof Double rate ? Numbers.rate(rate) : "";
  }

  private static String times(@Nullable Object ratio) {
    return ratio instanceof Map<?, ?> spread
        ? "%s (%s–%s)".formatted(ratio(spread, "p50"), ratio(spread, "p10"), ratio(spread, "p90"))
        : "";
  }

  private static String ratio(Map<?, ?> spread, String name) {
    return spread.get(name) instanceof Double ratio ? Numbers.ratio(ratio) : "?";
  }
}
