package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.run.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// When each node worked on the first items: a row for each item, a bar for each node.
final class WaterfallSection {
  private static final int HUE_APART = 67;

  private final Map<NodeId, Integer> lanes = new LinkedHashMap<>();
  private final TreeMap<Long, List<Span>> items = new TreeMap<>();
  private final long begin;
  private final long length;

  /// @param nodes in the order in which items pass them
  /// @param spans at least one
  WaterfallSection(List<NodeId> nodes, List<Span> spans) {
    nodes.stream()
        .filter(node -> spans.stream().anyMatch(span -> span.node().equals(node)))
        .forEach(node -> lanes.put(node, lanes.size()));
    for (var span : spans) {
      items.merge(span.inputItem(), List.of(span), WaterfallSection::joined);
    }
    this.begin = spans.stream().mapToLong(Span::beginNanos).min().orElseThrow();
    long end = spans.stream().mapToLong(Span::endNanos).max().orElseThrow();
    this.length = Math.max(1, end - begin);
  }

  private static List<Span> joined(List<Span> some, List<Span> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  String html() {
    var rows = new StringBuilder();
    items.forEach((item, spans) -> rows.append(row(item, spans)));
    return """
    <section aria-labelledby="waterfall"><h2 id="waterfall">The first items</h2>
    <ul class="keys">%s</ul>
    <ol class="waterfall" style="--lanes:%d">
    %s</ol>
    <div class="axis fall">%s</div>
    <p class="more">From the first item's begin to the last one's end, %s. A bar includes what the nodes behind\
     on the same thread did with the item, and waiting for room in the queue behind.</p>
    </section>
    """
        .formatted(keys(), lanes.size(), rows, axis(), Amounts.nanos(length));
  }

  private String keys() {
    var keys = new StringBuilder();
    lanes.forEach((node, lane) ->
        keys.append(
            "<li style=\"--hue:%d\">%s</li>".formatted(hue(lane), Markup.escape(node.value()))));
    return keys.toString();
  }

  private String row(long item, List<Span> spans) {
    var bars = new StringBuilder();
    spans.forEach(span -> bars.append(bar(span)));
    return "<li><span>%s</span><div>%s</div></li>\n".formatted(Amounts.count(item), bars);
  }

  private String bar(Span span) {
    int lane = lanes.getOrDefault(span.node(), 0);
    return String.format(
        Locale.ROOT,
        "<i style=\"left:%.3f%%;width:%.3f%%;--lane:%d;--hue:%d\" title=\"%s: %s\"></i>",
        100.0 * (span.beginNanos() - begin) / length,
        100.0 * (span.endNanos() - span.beginNanos()) / length,
        lane,
        hue(lane),
        Markup.escape(span.node().value()),
        Amounts.nanos(span.endNanos() - span.beginNanos()));
  }

  private String axis() {
    var marks = new StringBuilder();
    for (int quarter = 0; quarter < 4; quarter++) {
      marks.append(
          "<span style=\"left:%d%%\">%s</span>"
              .formatted(25 * quarter, quarter == 0 ? "0" : Amounts.nanos(length * quarter / 4)));
    }
    return marks.toString();
  }

  private static int hue(int lane) {
    return (205 + HUE_APART * lane) % 360;
  }
}
