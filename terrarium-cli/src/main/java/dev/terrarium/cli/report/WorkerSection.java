package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.run.RunReport;

/// The worker processes of the nodes that have some, and what each did and took.
final class WorkerSection {
  private final RunReport run;

  WorkerSection(RunReport run) {
    this.run = run;
  }

  /// Whether there were any.
  boolean isWorthwhile() {
    return run.nodes().stream().anyMatch(node -> !node.workers().isEmpty());
  }

  String html() {
    var rows = new StringBuilder();
    for (var node : run.nodes()) {
      node.workers().forEach(worker -> rows.append(row(node.id().value(), worker)));
    }
    return """
    <section aria-labelledby="workers"><h2 id="workers">The worker processes</h2>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>Node</th><th>Worker</th><th>Process</th><th class="text">State</th><th>Items</th>\
    <th>Crashes</th><th>Restarts</th><th>Memory</th><th>At most</th><th>Processor time</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    </section>
    """
        .formatted(rows);
  }

  private static String row(String node, WorkerReport worker) {
    return """
    <tr><td><b>%s</b></td><td>%d</td><td>%s</td><td class="text">%s</td><td>%s</td><td>%s</td>\
    <td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>
    """
        .formatted(
            Markup.escape(node),
            worker.number(),
            worker.pid().isEmpty() ? "–" : Long.toString(worker.pid().getAsLong()),
            worker.state().word(),
            Amounts.count(worker.items()),
            worker.crashes() == 0 ? "0" : "<em>" + Amounts.count(worker.crashes()) + "</em>",
            Amounts.count(worker.restarts()),
            Amounts.bytes(worker.memoryBytes()),
            Amounts.bytes(worker.peakMemoryBytes()),
            worker.cpuNanos().isEmpty() ? "–" : Amounts.nanos(worker.cpuNanos().getAsLong()));
  }
}
