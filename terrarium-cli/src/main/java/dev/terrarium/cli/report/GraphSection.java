package dev.terrarium.cli.report;

import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;
import java.util.Locale;

/// The pipeline as boxes, with what passed between them on the arrows.
final class GraphSection {
  private final RunReport run;

  GraphSection(RunReport run) {
    this.run = run;
  }

  String html() {
    var boxes = new StringBuilder("<li class=\"end\">input</li>\n");
    for (var node : run.nodes()) {
      boxes.append(arrow(node.itemsIn())).append(box(node));
    }
    boxes.append(arrow(run.itemsOut())).append("<li class=\"end\">output</li>\n");
    return """
    <section aria-labelledby="pipeline"><h2 id="pipeline">The pipeline</h2>
    <ol class="graph">
    %s</ol>
    </section>
    """
        .formatted(boxes);
  }

  private static String arrow(long items) {
    return """
    <li class="arrow"><span>%s</span><svg viewBox="0 0 48 8" aria-hidden="true">\
    <path d="M0 4H45M41 .8 45 4 41 7.2"/></svg></li>
    """
        .formatted(Amounts.count(items, "item", "items"));
  }

  private static String box(NodeReport node) {
    var runtime = runtime(node);
    return """
    <li class="node %s"><b>%s</b><code>%s</code><i>%s</i></li>
    """
        .formatted(
            runtime.toLowerCase(Locale.ROOT),
            Html.escape(node.id().value()),
            Html.escape(node.nodeType()),
            runtime);
  }

  /// A `module:Class` is Python; what has a plain name is built in.
  static String runtime(NodeReport node) {
    return node.nodeType().contains(":") ? "Python" : "Java";
  }
}
