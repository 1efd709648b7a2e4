package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.pipeline.run.Latency;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;

/// How long single items took at each node, and how many it failed on.
final class ItemSection {
  private final RunReport run;

  ItemSection(RunReport run) {
    this.run = run;
  }

  /// Whether anything is known of single items.
  boolean isWorthwhile() {
    return run.nodes().stream().anyMatch(node -> isTimed(node) || hasTrouble(node));
  }

  String html() {
    var rows = new StringBuilder();
    run.nodes().forEach(node -> rows.append(row(node)));
    return """
    <section aria-labelledby="items"><h2 id="items">What an item took</h2>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>Node</th><th>Half within</th><th>95 %% within</th><th>99 %% within</th>\
    <th>Longest</th><th>Failed</th><th>Tried again</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    </section>
    """
        .formatted(rows);
  }

  private static String row(NodeReport node) {
    return "<tr><td><b>%s</b></td>%s<td>%s</td><td>%s</td></tr>\n"
        .formatted(
            Markup.escape(node.id().value()),
            isTimed(node) ? times(node.latency()) : "<td>–</td>".repeat(4),
            node.failures() == 0 ? "0" : "<em>" + Amounts.count(node.failures()) + "</em>",
            Amounts.count(node.retries()));
  }

  private static String times(Latency latency) {
    return "<td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
        .formatted(
            Amounts.nanos(latency.medianNanos()),
            Amounts.nanos(latency.p95Nanos()),
            Amounts.nanos(latency.p99Nanos()),
            Amounts.nanos(latency.maxNanos()));
  }

  private static boolean isTimed(NodeReport node) {
    return !node.latency().equals(Latency.NONE);
  }

  private static boolean hasTrouble(NodeReport node) {
    return node.failures() > 0 || node.retries() > 0;
  }
}
