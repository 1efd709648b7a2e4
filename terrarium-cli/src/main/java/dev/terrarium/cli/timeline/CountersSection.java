package dev.terrarium.cli.timeline;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.report.Amounts;
import dev.terrarium.cli.timeline.Timeline.Counters;
import java.util.List;
import java.util.stream.Collectors;

/// What each subscription has seen.
record CountersSection(List<Counters> counters) {
  String html() {
    var rows = counters.stream().map(CountersSection::row).collect(Collectors.joining());
    return """
    <section aria-labelledby="counters"><h2 id="counters">Subscriptions</h2>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>Subscriber</th><th class="text">Topic</th><th>Received</th><th>Delivered</th>\
    <th>Dropped</th><th>Failed</th><th>Waited at most</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    </section>
    """
        .formatted(rows);
  }

  private static String row(Counters counters) {
    var seen = counters.seen();
    return "<tr><td><b>%s</b></td><td class=\"text\">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
        .formatted(
            Markup.escape(counters.subscription()),
            Markup.escape(counters.topic()),
            Amounts.count(seen.received()),
            Amounts.count(seen.delivered()),
            marked(seen.dropped()),
            marked(seen.failed()),
            Amounts.count(seen.highWater()));
  }

  private static String marked(long number) {
    return number == 0 ? "0" : "<em>" + Amounts.count(number) + "</em>";
  }
}
