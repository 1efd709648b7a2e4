package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import java.util.List;
import java.util.stream.Collectors;

/// What came out, as JSON.
final class OutputSection {
  private static final int MOST_OUTPUTS = 20;
  private static final int LONGEST = 20_000;

  private final List<Object> outputs;
  private final long all;

  /// @param all how many outputs there were, of which `outputs` may be the first
  OutputSection(List<Object> outputs, long all) {
    this.outputs = outputs;
    this.all = all;
  }

  String html() {
    var shown = outputs.stream().limit(MOST_OUTPUTS).toList();
    var values =
        shown.stream()
            .map(output -> "<pre><code>" + Markup.escape(shortened(output)) + "</code></pre>\n")
            .collect(Collectors.joining());
    long more = all - shown.size();
    return """
    <section aria-labelledby="output"><h2 id="output">What came out</h2>
    %s%s
    </section>
    """
        .formatted(
            shown.isEmpty() ? "<p class=\"more\">nothing</p>" : values,
            more > 0 && !shown.isEmpty()
                ? "<p class=\"more\">and " + Amounts.count(more) + " more</p>"
                : "");
  }

  private static String shortened(Object output) {
    var json = PrettyJson.of(output);
    return json.length() > LONGEST ? json.substring(0, LONGEST) + "…" : json;
  }
}
