package dev.terrarium.cli.demo;

import dev.terrarium.cli.report.Amounts;
import java.util.Optional;

/// What happened while Python was blocked, in numbers.
final class BlockedPanel {
  private BlockedPanel() {}

  /// Returns it; nothing of a run that failed before Python was blocked.
  static String html(RunRecord run, Optional<Blocked> blocked) {
    return blocked
        .map(it -> html(it, run.cycles().period()))
        .orElse(
            run.about().error().isPresent() ? "" : "<h2>Python was never blocked for long</h2>\n");
  }

  private static String html(Blocked it, long period) {
    var numbers = new StringBuilder();
    numbers.append(
        Phrases.number(
            "The loop went on",
            Amounts.count(it.cycles(), "cycle", "cycles"),
            it.missed() == 0
                ? "none was missed"
                : Amounts.count(it.missed(), "deadline was missed", "deadlines were missed")));
    numbers.append(
        Phrases.number(
            "Longest gap between two commands",
            Phrases.time(it.gap().nanos()),
            "where %s is wanted%s"
                .formatted(
                    Phrases.time(period),
                    it.gap().cause().map(cause -> ": " + cause.words()).orElse(""))));
    it.gaveWay()
        .ifPresentOrElse(
            way -> numbers.append(gaveWay(way)),
            () ->
                numbers.append(
                    Phrases.number("The arm held its last target", "all the while", "")));
    return "<h2>What happened when Python was blocked for <em>%s</em></h2>\n<dl class=\"numbers\">\n%s</dl>\n"
        .formatted(Phrases.time(it.question().took()), numbers);
  }

  private static String gaveWay(Blocked.GaveWay way) {
    return Phrases.number(
            "The arm held its last target",
            Phrases.time(way.held()),
            "as long as a target is worth something")
        + Phrases.number(
            "Then it gave way",
            Phrases.time(way.lasted()),
            "weight held, joints damped; the flange moved " + Phrases.length(way.moved()))
        + Phrases.number(
            "It came back",
            Phrases.time(way.resumed()),
            "after Python went on. At most %s from its path in the second before, %s in the second after"
                .formatted(
                    Phrases.length(way.away().before()), Phrases.length(way.away().after())));
  }
}
