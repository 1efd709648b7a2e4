package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.Span;
import java.util.List;

/// A run as one page of HTML that needs nothing beside it.
///
/// Its own policy forbids it to load anything from elsewhere, and any script but the one that plays
/// the recording. Whatever the run made up (names, messages, outputs) stands in it as text.
public final class ReportPage {
  private final ReportData data;
  private final List<Segment> segments;
  private final List<Span> spans;

  private ReportPage(ReportData data, List<Span> spans) {
    this.data = data;
    this.spans = spans;
    this.segments = Segment.among(data.outputs());
  }

  /// Returns the page about a run.
  ///
  /// @param spans when its nodes worked on the first items, as far as that is known
  public static String html(ReportData data, List<Span> spans) {
    return new ReportPage(data, spans).page();
  }

  private String page() {
    return PageFrame.html(
        data.title(),
        "media-src data:; script-src '%s'".formatted(SoundSection.SCRIPT.hash()),
        List.of(),
        sections(),
        "");
  }

  private String sections() {
    var page = new StringBuilder();
    page.append(header());
    data.error().ifPresent(error -> page.append(failure(error)));
    page.append(new Headline(data, segments).html());
    data.recording()
        .filter(recording -> recording.waveform().columns() > 0)
        .ifPresent(recording -> page.append(new SoundSection(recording, segments).html()));
    if (!segments.isEmpty()) {
      page.append(new SegmentTable(segments).html());
    }
    page.append(new GraphSection(data.drawing(), data.run()).html());
    addFigures(page);
    if (data.error().isEmpty() || !data.outputs().isEmpty()) {
      page.append(new OutputSection(data.outputs(), data.run().itemsOut()).html());
    }
    return page.append(FactsSection.html(data.facts())).toString();
  }

  private void addFigures(StringBuilder page) {
    var run = data.run();
    page.append(new TimeSection(run).html());
    if (!spans.isEmpty()) {
      var nodes = run.nodes().stream().map(NodeReport::id).toList();
      page.append(new WaterfallSection(nodes, spans).html());
    }
    var items = new ItemSection(run);
    if (items.isWorthwhile()) {
      page.append(items.html());
    }
    var workers = new WorkerSection(run);
    if (workers.isWorthwhile()) {
      page.append(workers.html());
    }
    if (!run.wires().isEmpty()) {
      page.append(new QueueSection(run).html());
    }
  }

  private String header() {
    var state = data.error().isPresent() ? "failed" : "done";
    return "<header><h1>%s</h1><span class=\"state %s\">%s</span></header>\n"
        .formatted(Markup.escape(data.title()), state, state);
  }

  private static String failure(String error) {
    return """
    <section class="failure" role="alert"><h2>The run failed</h2>
    <pre>%s</pre>
    </section>
    """
        .formatted(Markup.escape(error));
  }
}
