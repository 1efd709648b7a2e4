package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import java.util.Map;
import java.util.stream.Collectors;

/// What is to be known of a run beside what it did, such as its Python.
public final class FactsSection {
  private FactsSection() {}

  /// Returns the section; empty without facts.
  public static String html(Map<String, String> facts) {
    if (facts.isEmpty()) {
      return "";
    }
    return facts.entrySet().stream()
        .map(fact ->
            "<div><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(Markup.escape(fact.getKey()), Markup.escape(fact.getValue())))
        .collect(
            Collectors.joining(
                "",
                "<section aria-labelledby=\"facts\"><h2 id=\"facts\">The run</h2>\n<dl class=\"facts\">\n",
                "</dl>\n</section>\n"));
  }
}
