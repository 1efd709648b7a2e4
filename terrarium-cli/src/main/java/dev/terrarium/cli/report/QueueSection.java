package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.WireReport;

/// What the queues between threads held, and who waited for them.
final class QueueSection {
  private final RunReport run;

  QueueSection(RunReport run) {
    this.run = run;
  }

  String html() {
    var rows = new StringBuilder();
    run.wires().forEach(wire -> rows.append(row(wire)));
    return """
    <section aria-labelledby="queues"><h2 id="queues">The queues</h2>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>From</th><th class="text">To</th><th>Items</th><th>Deepest</th>\
    <th>Left in it</th><th>Dropped</th><th>Waited for room</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    <p class="more">Where much was waited for room, the node behind is what holds the pipeline up.</p>
    </section>
    """
        .formatted(rows);
  }

  private static String row(WireReport wire) {
    return """
    <tr><td>%s</td><td class="text">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>
    """
        .formatted(
            end(wire.from(), "input"),
            end(wire.to(), "output"),
            Amounts.count(wire.items()),
            Amounts.count(wire.deepest()),
            Amounts.count(wire.waiting()),
            wire.dropped() == 0 ? "0" : "<em>" + Amounts.count(wire.dropped()) + "</em>",
            wire.blockedNanos() == 0 ? "–" : Amounts.nanos(wire.blockedNanos()));
  }

  private static String end(String node, String otherwise) {
    return node.isEmpty()
        ? "<span class=\"soft\">" + otherwise + "</span>"
        : "<b>" + Markup.escape(node) + "</b>";
  }
}
