package dev.terrarium.cli.profile;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.session.sampling.Frame;
import dev.terrarium.session.sampling.StackProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A profile as a page of HTML that needs nothing beside it: the graph, and the functions that took
/// the most time themselves.
final class FlamePage {
  private static final int MOST_ROWS = 20;

  private FlamePage() {}

  static String html(StackProfile profile, String title) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%s</title>
    </head>
    <body class="flame-page">
    <h1>%s</h1>
    <p class="soft">%s</p>
    <p class="legend">%s</p>
    %s
    <h2>Functions by their own time</h2>
    <table>
    <thead><tr><th>Function</th><th>Samples</th><th>Share</th></tr></thead>
    <tbody>
    %s
    </tbody>
    </table>
    </body>
    </html>
    """
        .formatted(
            Markup.escape(title),
            Markup.escape(title),
            Markup.escape(FlameGraph.facts(profile)),
            legend(),
            FlameGraph.inline(profile),
            rows(profile));
  }

  private static String legend() {
    var legend = new StringBuilder();
    for (var kind : Frame.Kind.values()) {
      legend.append(
          "<span class=\"%s\">%s</span> "
              .formatted(FlameGraph.colour(kind), FlameGraph.word(kind)));
    }
    return legend.toString().strip();
  }

  private static String rows(StackProfile profile) {
    Map<Frame, Long> own = new HashMap<>();
    profile.stacks().forEach((stack, count) -> own.merge(stack.getLast(), count, Long::sum));
    own.keySet().removeIf(frame -> frame.kind() == Frame.Kind.WAITING);
    List<Map.Entry<Frame, Long>> rows = new ArrayList<>(own.entrySet());
    rows.sort(
        Map.Entry.<Frame, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry::getKey, Comparator.comparing(Frame::name)));
    return rows.stream()
        .limit(MOST_ROWS)
        .map(row -> row(row.getKey(), row.getValue(), profile.samples()))
        .collect(Collectors.joining("\n"));
  }

  private static String row(Frame frame, long samples, long all) {
    return String.format(
        Locale.ROOT,
        "<tr><td><span class=\"%s\">%s</span> <small>%s</small></td><td>%,d</td><td>%.1f %%</td></tr>",
        FlameGraph.colour(frame.kind()),
        Markup.escape(frame.name()),
        Markup.escape(frame.place()),
        samples,
        100.0 * samples / Math.max(1, all));
  }
}
