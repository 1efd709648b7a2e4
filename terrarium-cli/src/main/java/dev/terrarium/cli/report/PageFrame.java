package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import java.util.List;
import java.util.stream.Collectors;

/// The frame of a page that loads nothing from anywhere, in the style of all reports.
public final class PageFrame {
  private PageFrame() {}

  /// Returns a page.
  ///
  /// @param title as text
  /// @param allowed what the page may use beside styles, as a Content-Security-Policy says it
  /// @param styles resources, after that of all reports
  /// @param main markup
  /// @param scripts markup, behind everything else; empty if there are none
  public static String html(
      String title, String allowed, List<String> styles, String main, String scripts) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; %s">
    <title>%s</title>
    <style>
    %s%s</style>
    </head>
    <body>
    <main>
    %s</main>
    <footer>Terrarium</footer>
    %s</body>
    </html>
    """
        .formatted(
            allowed,
            Markup.escape(title),
            Resource.named("report.css").text(),
            styles.stream()
                .map(style -> Resource.named(style).text())
                .collect(Collectors.joining()),
            main,
            scripts);
  }
}
