package dev.terrarium.cli.timeline;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.report.Amounts;
import dev.terrarium.cli.report.FactsSection;
import dev.terrarium.cli.report.PageFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// A robot's timeline as one page of HTML that needs nothing beside it.
///
/// Its own policy forbids it to load anything from elsewhere, and to run any script. Whatever the
/// robot made up (names, messages, stacks) stands in it as text.
public final class TimelinePage {
  private final Timeline timeline;

  private TimelinePage(Timeline timeline) {
    this.timeline = timeline;
  }

  /// Returns the page.
  public static String html(Timeline timeline) {
    return new TimelinePage(timeline).page();
  }

  private String page() {
    return PageFrame.html(
        timeline.about().title(), "img-src data:", List.of("timeline.css"), sections(), "");
  }

  private String sections() {
    var page = new StringBuilder(header());
    timeline.about().error().ifPresent(error -> page.append(failure(error)));
    page.append(headline());
    page.append(new LanesSection(timeline).html());
    timeline.stop().ifPresent(stop -> page.append(new StopSection(timeline, stop).html()));
    timeline.sighting().ifPresent(seen -> page.append(new SightingSection(seen).html()));
    var interrupted =
        timeline
            .all(Moment.Operation.class)
            .filter(operation -> operation.ending().isInterrupted())
            .toList();
    if (!interrupted.isEmpty()) {
      page.append(new InterruptedSection(interrupted).html());
    }
    var failures = timeline.all(Moment.Failed.class).toList();
    if (!failures.isEmpty()) {
      long restarts = timeline.all(Moment.Restarted.class).count();
      page.append(new FailuresSection(failures, restarts).html());
    }
    if (!timeline.counters().isEmpty()) {
      page.append(new CountersSection(timeline.counters()).html());
    }
    return page.append(FactsSection.html(timeline.about().facts())).toString();
  }

  private String header() {
    var state =
        timeline
            .all(Moment.State.class)
            .max(Comparator.comparingLong(Moment.State::at))
            .map(Moment.State::state)
            .orElse("disarmed");
    return "<header><h1>%s</h1><span class=\"state %s\">%s</span></header>\n"
        .formatted(Markup.escape(timeline.about().title()), state, state);
  }

  private static String failure(String error) {
    return """
    <section class="failure" role="alert"><h2>The robot failed</h2>
    <pre>%s</pre>
    </section>
    """
        .formatted(Markup.escape(error));
  }

  private String headline() {
    var figures = new ArrayList<String>();
    figures.add(figure(Amounts.nanos(timeline.length()), "in all"));
    count(figures, Moment.Picture.class, "picture", "pictures");
    count(figures, Moment.Operation.class, "operation of Python", "operations of Python");
    timeline
        .stop()
        .ifPresent(stop -> {
          figure(figures, new Aftermath(timeline, stop).rest(), "arm at rest");
          figure(figures, stop.freed(), "caller freed");
          figure(figures, stop.ended(), "Python ended");
        });
    return "<dl class=\"headline\">" + String.join("", figures) + "</dl>\n";
  }

  private void count(
      List<String> figures, Class<? extends Moment> kind, String one, String several) {
    long count = timeline.all(kind).count();
    if (count > 0) {
      figures.add(figure(Amounts.count(count), count == 1 ? one : several));
    }
  }

  private static void figure(List<String> figures, OptionalLong after, String meaning) {
    after.ifPresent(nanos -> figures.add(figure(Aftermath.millis(nanos), meaning)));
  }

  private static String figure(String figure, String meaning) {
    return "<div><dt>" + meaning + "</dt><dd>" + Markup.escape(figure) + "</dd></div>";
  }
}
