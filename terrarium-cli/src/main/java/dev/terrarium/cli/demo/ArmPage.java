package dev.terrarium.cli.demo;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.report.Amounts;
import dev.terrarium.cli.report.FactsSection;
import dev.terrarium.cli.report.PageFrame;
import dev.terrarium.cli.report.Resource;
import dev.terrarium.control.record.LoopStats;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A run of an arm as one page of HTML that needs nothing beside it.
///
/// Its own policy forbids it to load anything from elsewhere, and any script but the one that draws
/// the arm. Whatever the run made up stands in it as text.
public final class ArmPage {
  private static final Resource SCRIPT =
      new Resource(
          Stream.of("record", "body", "scene", "charts", "player")
              .map(part -> Resource.named("arm-" + part + ".js").text())
              .collect(Collectors.joining()));

  private final RunRecord run;
  private final Optional<Blocked> blocked;
  private final Optional<Stopped> stopped;

  private ArmPage(RunRecord run) {
    this.run = run;
    this.blocked = Blocked.of(run);
    this.stopped = Stopped.of(run);
  }

  /// Returns the page.
  public static String html(RunRecord run) {
    return new ArmPage(run).page();
  }

  private String page() {
    return PageFrame.html(
        run.about().title(),
        "script-src '%s'".formatted(SCRIPT.hash()),
        List.of("arm.css"),
        sections(),
        isDrawn() ? scripts() : "");
  }

  /// Whether there is something to draw: the loop ran.
  private boolean isDrawn() {
    return run.cycles().count() > 0;
  }

  private String scripts() {
    return """
    <script type="application/json" id="record">%s</script>
    <script>%s</script>
    """
        .formatted(RecordJson.text(run), SCRIPT.text());
  }

  private String sections() {
    var page = new StringBuilder(header());
    run.about().error().ifPresent(error -> page.append(failure(error)));
    if (isDrawn()) {
      page.append(theatre()).append(player()).append(strips()).append(curves());
    } else {
      page.append(
          "<p class=\"more\">No cycle of the loop was recorded: there is nothing to draw.</p>\n");
    }
    return page.append(FactsSection.html(run.about().facts())).toString();
  }

  private String header() {
    return """
    <header><h1>%s</h1></header>
    <p class="lead">%s</p>
    <noscript><p class="more">The arm and the charts are drawn by this page's own script, which does not run here.</p></noscript>
    <dl class="headline">%s</dl>
    """
        .formatted(Markup.escape(run.about().title()), lead(), headline());
  }

  private String lead() {
    return "A policy in Python says %s times in a second where the hand is wanted. A loop in Java commands the arm %s times in a second, and never waits for Python."
        .formatted(
            Phrases.rate(run.asking().options().rate()), Phrases.rate(1e9 / run.cycles().period()));
  }

  private String headline() {
    LoopStats loop = run.about().loop();
    long missed = loop.cycles().missed();
    return Stream.of(
            figure(Amounts.count(loop.cycles().run()), "cycles of the loop"),
            figure(Amounts.count(missed), missed == 1 ? "deadline missed" : "deadlines missed"),
            figure(Phrases.time(loop.lateness().p50()), "lateness, median"),
            figure(Phrases.time(loop.lateness().p99()), "lateness, 99 %"),
            blocked
                .map(it -> figure(Phrases.time(it.question().took()), "Python blocked"))
                .orElse(""))
        .collect(Collectors.joining());
  }

  private static String figure(String figure, String meaning) {
    return "<div><dt>" + meaning + "</dt><dd>" + Markup.escape(figure) + "</dd></div>";
  }

  private static String failure(String error) {
    return """
    <section class="failure" role="alert"><h2>The run failed</h2>
    <pre>%s</pre>
    </section>
    """
        .formatted(Markup.escape(error));
  }

  private String theatre() {
    return """
    <section class="theatre" aria-label="The arm">
    <div id="stage"><canvas role="img" aria-label="The arm as it moved; drag to look from elsewhere"></canvas>
    <div class="chips"><span class="chip" id="law"></span><span class="chip python" id="python"></span></div>
    <div class="legend"><span class="wanted"><i></i>wanted by Python</span><span><i></i>drawn by the flange</span>\
    <span class="gave"><i></i>while Python was blocked</span></div></div>
    <div class="blocked">%s</div>
    </section>
    """
        .formatted(BlockedPanel.html(run, blocked));
  }

  private String player() {
    var jumps = new StringBuilder();
    blocked.ifPresent(it -> jumps.append(jump("The block", it.question().asked() - 500_000_000)));
    stopped.ifPresent(it -> jumps.append(jump("The stop", it.at() - 1_200_000_000)));
    var speeds =
        Stream.of("0.1", "0.25", "1", "2")
            .map(speed ->
                "<button type=\"button\" data-speed=\"%s\" aria-pressed=\"%s\">%s×</button>"
                    .formatted(
                        speed, speed.equals("1"), speed.replace("0.25", "¼").replace("0.1", "⅒")))
            .collect(Collectors.joining());
    return """
    <div class="player"><button type="button" id="play" aria-label="Play"></button>
    <div class="time"><input type="range" id="slider" min="0" step="1000" value="0" aria-label="Time">%s</div><output id="clock">0.00 s</output>
    <div class="speeds" role="group" aria-label="Speed">%s</div>
    <div class="jumps">%s</div></div>
    """
        .formatted(places(), speeds, jumps);
  }

  /// Returns marks below the slider, where Python gave no answer.
  private String places() {
    double length = Math.max(1, run.length());
    return run.asking().questions().stream()
        .filter(question ->
            question.outcome() == Question.Outcome.DROPPED
                || question.outcome() == Question.Outcome.INTERRUPTED)
        .map(question ->
            "<i style=\"left:calc(8px + (100%% - 16px) * %.4f);width:calc((100%% - 16px) * %.4f)\"></i>"
                .formatted(question.asked() / length, question.took() / length))
        .collect(Collectors.joining());
  }

  private static String jump(String name, long nanos) {
    return "<button type=\"button\" data-go=\"%d\">%s</button>"
        .formatted(Math.max(0, nanos) / 1000, name);
  }

  private String strips() {
    var page =
        new StringBuilder(
            """
            <section aria-labelledby="time"><h2 id="time">Python's time, and the loop's</h2>
            <canvas class="strip" id="strip" role="img" aria-label="Each question to Python from asked to answered, above the cycles of the loop"></canvas>
            <ul class="keys python"><li style="--colour:var(--python)">a question to Python, from asked to answered</li><li style="--colour:var(--wait)">answered late</li>\
            <li style="--colour:var(--bad)">too late to be taken, or no answer</li><li style="--colour:var(--found)">the loop's cycles</li></ul>
            """);
    blocked.ifPresent(it ->
        page.append(
            """
            <h3>The block from near: each stroke of the loop is a cycle</h3>
            <canvas class="strip" id="block" role="img" aria-label="The time in which Python was blocked, and each cycle of the loop meanwhile"></canvas>
            """));
    stopped.ifPresent(it -> page.append(StoppedPanel.html(it)));
    return page.append("</section>\n").toString();
  }

  private String curves() {
    var joints =
        IntStream.rangeClosed(1, run.shape().joints().size())
            .mapToObj(joint ->
                "<div class=\"cell\"><canvas id=\"joint%d\" role=\"img\" aria-label=\"The angle of joint %d over time\"></canvas></div>\n"
                    .formatted(joint, joint))
            .collect(Collectors.joining());
    return """
    <div class="pair"><section aria-labelledby="late"><h2 id="late">How late a cycle begins</h2>
    <canvas id="lateness" role="img" aria-label="Histogram of lateness, both axes logarithmic"></canvas>
    <p class="more">Of every deadline, those that were missed as well; both axes are logarithmic.</p></section>
    <section aria-labelledby="joints"><h2 id="joints">Where the hand is, and where Python wants it</h2>
    <canvas id="distance" role="img" aria-label="How far the flange is from where it is wanted, over time"></canvas>
    <p class="more">The red stretches are those in which Python gave no answer.</p></section></div>
    <section aria-labelledby="curves"><h2 id="curves">The joints</h2>
    <div class="joints">
    %s<div class="cell"><canvas id="pace" role="img" aria-label="The speed of the hand over time"></canvas></div>
    </div>
    <p class="more">Coloured as the rings on the arm. The dashed line is what is wanted of the joint, while the law goes by joints; <code>osc</code> goes by the hand's pose.</p></section>
    """
        .formatted(joints);
  }
}
