package dev.terrarium.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of one suite, in the making.
///
/// A row whose work fails, or has a wrong result, has the reason in place of figures, and has
/// broken its promise if it made one.
final class Scores {
  private final boolean quick;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  Scores(boolean quick) {
    this.quick = quick;
  }

  /// What a row found that is no contest.
  ///
  /// @param text the finding, as it stands in the table
  /// @param kept whether it is as promised
  /// @param figures what else goes into the results file
  record Finding(String text, boolean kept, Map<String, Object> figures) {}

  /// Looks for a finding.
  @FunctionalInterface
  interface Search {
    Finding find() throws Exception;
  }

  /// Measures a contest.
  void add(Contest contest) {
    add(
        head(contest.id(), contest.title(), contest.promise().toString()),
        () -> new Rounds(contest, Duration.ofSeconds(quick ? 1 : 4), quick ? 24 : 120).play());
  }

  /// Looks for a finding.
  void add(String id, String title, String promise, Search search) {
    add(
        head(id, title, promise),
        () -> {
          Finding finding = search.find();
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("met", finding.kept());
          row.put("text", finding.text());
          row.putAll(finding.figures());
          return row;
        });
  }

  /// Says why a row is not there.
  void without(String id, String title, String reason) {
    Map<String, Object> row = head(id, title, "");
    row.put("missing", reason);
    rows.add(row);
  }

  /// Whether fewer rounds are wanted, for a look.
  boolean quick() {
    return quick;
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  private interface Work {
    Map<String, Object> figures() throws Exception;
  }

  private static Map<String, Object> head(String id, String title, String promise) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("title", title);
    row.put("target", promise);
    return row;
  }

  private void add(Map<String, Object> row, Work work) {
    System.err.print(row.get("id") + " … ");
    System.err.flush();
    try {
      row.putAll(work.figures());
    } catch (Exception failure) {
      row.put("missing", "it failed: " + failure.getMessage());
      if (!"".equals(row.get("target"))) {
        row.put("met", false);
      }
    }
    System.err.println(said(row));
    rows.add(row);
  }

  private static String said(Map<String, Object> row) {
    if (row.get("ours") instanceof Map<?, ?> ours && ours.get("p50") instanceof Double nanos) {
      return Numbers.brief(nanos) + times(row.get("ratio"));
    }
    return String.valueOf(row.getOrDefault("text", row.get("missing")));
  }

  private static String times(@Nullable Object ratio) {
    return ratio instanceof Map<?, ?> spread && spread.get("p50") instanceof Double times
        ? ", %s times".formatted(Numbers.ratio(times))
        : "";
  }
}
