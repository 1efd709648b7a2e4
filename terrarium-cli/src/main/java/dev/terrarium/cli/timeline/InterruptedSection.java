package dev.terrarium.cli.timeline;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.report.Amounts;
import java.util.List;
import java.util.stream.Collectors;

/// The operations that were interrupted, and where they stood.
record InterruptedSection(List<Moment.Operation> interrupted) {
  String html() {
    var rows = interrupted.stream().map(InterruptedSection::row).collect(Collectors.joining());
    return """
    <section aria-labelledby="interrupted"><h2 id="interrupted">Interrupted operations</h2>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>Operation</th><th class="text">Kind</th><th class="text">Outcome</th>\
    <th class="text">Level</th><th>Began</th><th>Waited</th><th>Ran</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    </section>
    """
        .formatted(rows);
  }

  private static String row(Moment.Operation operation) {
    var ending = operation.ending();
    var row =
        "<tr><td><b>%s</b></td><td class=\"text\">%s</td><td class=\"text\"><em>%s</em></td><td class=\"text\">%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
            .formatted(
                Markup.escape(operation.name()),
                Markup.escape(operation.kind()),
                Markup.escape(ending.outcome()),
                Markup.escape(ending.level()),
                Amounts.nanos(operation.began()),
                Amounts.nanos(operation.began() - operation.asked()),
                Amounts.nanos(operation.ended() - operation.began()));
    return ending.stack().isBlank()
        ? row
        : row
            + "<tr class=\"stack\"><td colspan=\"7\"><pre>%s</pre></td></tr>\n"
                .formatted(Markup.escape(ending.stack().strip()));
  }
}
