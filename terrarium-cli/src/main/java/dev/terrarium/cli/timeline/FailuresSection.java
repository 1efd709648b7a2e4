package dev.terrarium.cli.timeline;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.report.Amounts;
import java.util.List;
import java.util.stream.Collectors;

/// What has failed and did not end the run, the newest of it.
///
/// @param restarts how often a new process had to serve
record FailuresSection(List<Moment.Failed> failures, long restarts) {
  private static final int MOST = 50;

  String html() {
    var newest = failures.subList(Math.max(0, failures.size() - MOST), failures.size());
    return """
    <section aria-labelledby="failures"><h2 id="failures">Failures</h2>
    <p>%s%s.</p>
    <div class="scroll"><table class="numbers">
    <thead><tr><th>What</th><th class="text">Failure</th><th>At</th></tr></thead>
    <tbody>
    %s</tbody></table></div>
    </section>
    """
        .formatted(
            counted(failures.size(), "failure") + ", " + counted(restarts, "restart"),
            failures.size() > MOST ? "; the last " + MOST + " are shown" : "",
            newest.stream().map(FailuresSection::row).collect(Collectors.joining()));
  }

  private static String counted(long count, String what) {
    return Amounts.count(count) + " " + what + (count == 1 ? "" : "s");
  }

  private static String row(Moment.Failed failure) {
    var row =
        "<tr><td><b>%s</b></td><td class=\"text\">%s</td><td>%s</td></tr>\n"
            .formatted(
                Markup.escape(failure.what()),
                Markup.escape(failure.brief()),
                Amounts.nanos(failure.at()));
    return failure.whole().isEmpty()
        ? row
        : row
            + "<tr class=\"stack\"><td colspan=\"3\"><pre>%s</pre></td></tr>\n"
                .formatted(Markup.escape(failure.whole()));
  }
}
