package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Drawing;
import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Ends;
import dev.terrarium.cli.draw.Drawing.Figures;
import dev.terrarium.cli.draw.Svg;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.pipeline.run.WireReport;
import java.util.Optional;

/// The pipeline's drawing, with what passed between its nodes and how long they worked.
final class GraphSection {
  /// The width of a page's sections, inside.
  private static final double MEASURE = 1030;

  private final Drawing drawing;
  private final RunReport run;

  GraphSection(Drawing drawing, RunReport run) {
    this.drawing = drawing;
    this.run = run;
  }

  String html() {
    var boxes = drawing.boxes().stream().map(this::withFigures).toList();
    var arrows = drawing.arrows().stream().map(this::withCount).toList();
    var done = new Drawing(drawing.title(), drawing.description(), boxes, arrows);
    return """
    <section aria-labelledby="pipeline"><h2 id="pipeline">The pipeline</h2>
    <div class="scroll">%s</div>
    </section>
    """
        .formatted(Svg.inline(done, MEASURE));
  }

  private Box withFigures(Box box) {
    var report = report(box.id());
    var ends =
        new Ends(
            box.ends().input().map(word -> report.map(node -> items(node.itemsIn())).orElse(word)),
            box.ends()
                .output()
                .map(word -> report.map(node -> items(node.itemsOut())).orElse(word)));
    return new Box(box.id(), box.type(), box.kind(), box.badges(), ends, report.map(this::figures));
  }

  private Figures figures(NodeReport node) {
    double share = (double) node.workNanos() / Math.max(1, run.totalNanos());
    var failed = node.failures() == 0 ? "" : " · " + Amounts.count(node.failures()) + " failed";
    return new Figures(
        Amounts.nanos(node.workNanos()) + " · " + Amounts.percent(share) + failed, share);
  }

  private Arrow withCount(Arrow arrow) {
    var from = drawing.boxes().get(arrow.from()).id();
    var to = drawing.boxes().get(arrow.to()).id();
    var passed =
        report(from)
            .map(node -> Amounts.count(arrow.failures() ? node.failures() : node.itemsOut()))
            .orElse("");
    long dropped =
        run.wires().stream()
            .filter(wire -> wire.from().equals(from) && wire.to().equals(to))
            .mapToLong(WireReport::dropped)
            .sum();
    var lost = dropped == 0 ? "" : " · " + Amounts.count(dropped) + " dropped";
    return new Arrow(arrow.from(), arrow.to(), arrow.failures(), arrow.number(), passed + lost);
  }

  private Optional<NodeReport> report(String id) {
    return run.nodes().stream().filter(node -> node.id().value().equals(id)).findFirst();
  }

  private static String items(long count) {
    return Amounts.count(count, "item", "items");
  }

  /// A `module:Class` is Python; what has a plain name is built in.
  static String runtime(NodeReport node) {
    return node.nodeType().contains(":") ? "Python" : "Java";
  }
}
