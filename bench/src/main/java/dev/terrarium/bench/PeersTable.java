package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Draws the results file of a comparison, for a terminal or for a document.
final class PeersTable {
  private PeersTable() {}

  /// A Markdown table: each side's time, and how many times Terrarium's that is; then what is lost,
  /// and where the figures come from.
  static String markdown(Map<String, Object> document, String file) {
    PeerFigures figures = new PeerFigures(document);
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = cells(figures);
    text.append(Table.joined(rows.getFirst()));
    text.append("|---|").append("--:|".repeat(rows.getFirst().size() - 1)).append('\n');
    rows.stream().skip(1).map(Table::joined).forEach(text::append);
    text.append('\n').append(lost(figures)).append("\n\n");
    text.append(versions(figures)).append(' ').append(Table.source(document, file));
    return text.append(others(document)).append('\n').toString();
  }

  /// The same cells, a line for each figure.
  static String plain(Map<String, Object> document) {
    List<List<String>> rows = cells(new PeerFigures(document));
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows.subList(1, rows.size())) {
      text.append(row.getFirst()).append('\n');
      for (int i = 1; i < row.size(); i++) {
        text.append("  %-32s %s\n".formatted(rows.getFirst().get(i), row.get(i)));
      }
    }
    return text.append('\n').append(lost(new PeerFigures(document))).append('\n').toString();
  }

  private static List<List<String>> cells(PeerFigures figures) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("what"));
    figures.sides().forEach(side -> head.add(side.title()));
    rows.add(head);
    for (PeerFigures.Line line : figures.lines()) {
      List<String> row = new ArrayList<>(List.of(line.title()));
      figures.sides().forEach(side -> row.add(cell(line, side)));
      rows.add(row);
    }
    return rows;
  }

  private static String cell(PeerFigures.Line line, PeerFigures.Side side) {
    return line.figure(side)
        .map(figure -> {
          String time = Numbers.brief(figure.nanos());
          return side.id().equals("terrarium") || figure.times().isEmpty()
              ? time
              : time + " · " + Numbers.times(figure.times().getAsDouble());
        })
        .orElseGet(() -> line.reason(side).isEmpty() ? "–" : line.reason(side));
  }

  private static String lost(PeerFigures figures) {
    List<String> losses = figures.losses();
    return losses.isEmpty()
        ? "No bridge is faster on any row."
        : "Faster than Terrarium: " + String.join("; ", losses) + ".";
  }

  /// What else the machine did, as far as its load says.
  static String others(Map<String, Object> document) {
    return document.get("load_before") instanceof Double load && load > 0.5
        ? String.format(
            Locale.ROOT, " Other work was running: the load was %.1f at the beginning.", load)
        : "";
  }

  private static String versions(PeerFigures figures) {
    return figures.sides().stream()
            .filter(PeerFigures.Side::isBridge)
            .map(PeerFigures.Side::version)
            .filter(version -> !version.equals("not installed"))
            .collect(Collectors.joining(", "))
        + ".";
  }
}
