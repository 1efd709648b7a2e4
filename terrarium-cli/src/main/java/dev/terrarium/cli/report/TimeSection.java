package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;
import java.util.Locale;

/// Where the time of a run went, node by node.
final class TimeSection {
  private static final String NONE = "<td></td><td></td><td></td><td></td>";

  private final RunReport run;
  private final long longest;

  TimeSection(RunReport run) {
    this.run = run;
    long longest = Math.max(run.waitNanos(), run.deliveryNanos());
    for (var node : run.nodes()) {
      longest = Math.max(longest, node.workNanos());
    }
    this.longest = Math.max(1, longest);
  }

  String html() {
    var rows = new StringBuilder(row("input", "<td>reading the input</td>", run.waitNanos(), NONE));
    for (var node : run.nodes()) {
      rows.append(row(node));
    }
    rows.append(row("output", "<td>delivering the output</td>", run.deliveryNanos(), NONE));
    return """
    <section aria-labelledby="time"><h2 id="time">Where the time went</h2>
    <div class="scroll"><table class="numbers time">
    <thead><tr><th>Node</th><th class="bar"></th><th>Time</th><th>Share</th>\
    <th>Calls</th><th>Per call</th><th>Out</th><th>Start</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    <p class="more">Shares are of the whole run, %s. Start is the time to make a node, before the first item.</p>
    </section>
    """
        .formatted(rows, Amounts.nanos(run.totalNanos()));
  }

  private String row(NodeReport node) {
    long perCall = node.workNanos() / Math.max(1, node.itemsIn());
    var rest =
        "<td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
            .formatted(
                Amounts.count(node.itemsIn()),
                node.itemsIn() == 0 ? "" : Amounts.nanos(perCall),
                Amounts.count(node.itemsOut()),
                Amounts.nanos(node.openNanos() + node.closeNanos()));
    var runtime = GraphSection.runtime(node).toLowerCase(Locale.ROOT);
    var name = "<td><b>" + Markup.escape(node.id().value()) + "</b></td>";
    return row(runtime, name, node.workNanos(), rest);
  }

  private String row(String kind, String name, long nanos, String rest) {
    double share = (double) nanos / Math.max(1, run.totalNanos());
    return String.format(
        Locale.ROOT,
        "<tr class=\"%s\">%s<td class=\"bar\"><span style=\"width:%.2f%%\"></span></td>"
            + "<td>%s</td><td>%s</td>%s</tr>\n",
        kind,
        name,
        100.0 * nanos / longest,
        Amounts.nanos(nanos),
        Amounts.percent(share),
        rest);
  }
}
