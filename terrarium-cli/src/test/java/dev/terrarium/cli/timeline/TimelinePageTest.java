package dev.terrarium.cli.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.timeline.Timeline.About;
import dev.terrarium.cli.timeline.Timeline.Stop;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class TimelinePageTest {
  @Test
  void tellsWhenTheCallerWasFreedAndWhenPythonEnded() {
    var page = TimelinePage.html(Timelines.stopped());

    assertThat(page)
        .contains("EMERGENCY STOP at 5.00 s")
        .contains("Caller freed after 1.24 ms, Python ended after 6.40 ms.")
        .contains("<dt>caller freed</dt><dd>1.24 ms</dd>");
  }

  @Test
  void hasALaneForEachKindOfThings() {
    var page = TimelinePage.html(Timelines.stopped());

    assertThat(page)
        .contains(">safety</text>", ">sensor.camera.rgb</text>", ">Python</text>")
        .contains(">commands</text>", ">estimator.objects</text>", ">refused</text>");
  }

  @Test
  void hasNoLaneForWhatDidNotHappen() {
    var page =
        TimelinePage.html(Timelines.of(List.of(new Moment.State(0, "disarmed")), Optional.empty()));

    assertThat(page)
        .contains(">safety</text>", ">Python</text>")
        .doesNotContain(">commands</text>", ">refused</text>", "EMERGENCY", "Seen last");
  }

  @Test
  void marksWhatWasInterruptedAndShowsWhereItStood() {
    var page = TimelinePage.html(Timelines.stopped());

    assertThat(page)
        .contains("class=\"ragged\"")
        .contains("call detector.follow: waited 9.00 ms, ran 3.00 s, safety_disarmed, interrupted")
        .contains("<h2 id=\"interrupted\">Interrupted operations</h2>")
        .contains("<pre>at motion.traced(motion.py:178)</pre>");
  }

  @Test
  void showsHowLongAnOperationWaitedBelowHowLongItRan() {
    var page =
        TimelinePage.html(
            Timelines.of(
                List.of(Timelines.operation("detector.seen", 0, 3_000, 6_000, "none")),
                Optional.empty()));

    assertThat(page)
        .contains("<rect class=\"wait\" x=\"148\" y=\"94\" width=\"432\" height=\"3\">")
        .contains("<rect class=\"run handler\" x=\"580\" y=\"62\" width=\"432\" height=\"28\">");
  }

  @Test
  void drawsWhatWasFoundOverTheLastPicture() {
    var page = TimelinePage.html(Timelines.with(Timelines.stopped(), Timelines.sighting("AQID")));

    assertThat(page)
        .contains("href=\"data:image/png;base64,AQID\"", "viewBox=\"0 0 320 240\"")
        .contains("<rect class=\"found\" x=\"234\" y=\"98\" width=\"30\" height=\"42\"/>")
        .contains("2 objects in a picture of 320 × 240.");
  }

  @Test
  void countsWhatEachSubscriptionHasSeen() {
    var page =
        TimelinePage.html(
            Timelines.with(Timelines.stopped(), Timelines.sighting(""), Timelines.counters(28)));

    assertThat(page)
        .contains("<b>detector.seen</b>", "<td>60</td><td>32</td><td><em>28</em></td><td>0</td>");
  }

  @Test
  void listsWhatHasFailedWithWhatPythonPrints() {
    var page =
        TimelinePage.html(
            Timelines.of(
                List.of(
                    new Moment.Failed(0, "the handler of x", "KeyError: <1>", "Traceback <x>"),
                    new Moment.Restarted(1, 5)),
                Optional.empty()));

    assertThat(page)
        .contains("1 failure, 1 restart.", "KeyError: &lt;1&gt;", "<pre>Traceback &lt;x&gt;</pre>");
  }

  @Test
  void saysThatNothingWasInFlight() {
    var page = TimelinePage.html(Timelines.of(List.of(), Optional.of(nothingTold())));

    assertThat(page).contains("Nothing was in flight.");
  }

  @Test
  void tellsWhatEndedByItselfAfterTheStop() {
    var stop = nothingTold();
    List<Moment> moments = List.of(Timelines.operation("figure.act", 4_990, 4_991, 5_900, "none"));

    var page = TimelinePage.html(Timelines.of(moments, Optional.of(stop)));

    assertThat(page)
        .contains("In flight was figure.act, which ended by itself after 900 ms.")
        .doesNotContain("Nothing was in flight.");
  }

  @Test
  void tellsFirstWhenTheArmWasAtRestAndShowsAllUntilTheRobotIsDisarmed() {
    long at = Timelines.STOP;
    List<Moment> moments =
        List.of(
            new Moment.State(at - 100, "armed"),
            new Moment.State(at + 39 * Timelines.MILLI, "disarming"),
            new Moment.State(at + 100 * Timelines.MILLI, "disarmed"),
            new Moment.Motion("loop", 0, at + 96 * Timelines.MILLI, "disarmed", "it is over"));

    var page = TimelinePage.html(Timelines.of(moments, Optional.of(nothingTold())));

    var near = page.substring(page.indexOf("id=\"stop\""));
    assertThat(page).contains("<dt>arm at rest</dt><dd>96.0 ms</dd>");
    assertThat(near)
        .contains("Arm at rest after 96.0 ms.", ">arm at rest 96.0 ms</text>")
        .contains("class=\"band disarming\"", "class=\"band disarmed\"");
  }

  @Test
  void doesNotCallAnArmAtRestWhoseLoopFailed() {
    List<Moment> moments =
        List.of(new Moment.Motion("loop", 0, Timelines.STOP + 5, "failed", "a reflex"));

    var page = TimelinePage.html(Timelines.of(moments, Optional.of(nothingTold())));

    assertThat(page).contains("The arm&#39;s loop ended by a fault.").doesNotContain("at rest");
  }

  @Test
  void tellsOfAStopWhileTheArmWarmsUp() {
    long at = Timelines.STOP;
    List<Moment> moments =
        List.of(
            new Moment.State(at + 2_200 * Timelines.MILLI, "disarmed"),
            new Moment.Motion("warm-up", at - 10, at + 9, "running", ""));

    var page = TimelinePage.html(Timelines.of(moments, Optional.of(nothingTold())));

    assertThat(page)
        .contains("The arm was warming up, disarmed after 2200 ms.", ">arm</text>", "warm-up, ");
  }

  @Test
  void cutsAStopThatTookLongAndSaysSo() {
    List<Moment> moments = List.of(new Moment.State(Timelines.STOP + 61_000_000_000L, "disarmed"));

    var page = TimelinePage.html(Timelines.of(moments, Optional.of(nothingTold())));

    assertThat(page).contains("It shows the first 5.00 s; the last of it ended after 1:01 min.");
  }

  @Test
  void hasNoLaneForPythonWhereAllOfItIsOfPolicies() {
    List<Moment> moments =
        List.of(
            new Moment.Operation(
                "policy wave", "a.act", 1, 2, 3, new Moment.Ending("ok", "none", "")));

    var page = TimelinePage.html(Timelines.of(moments, Optional.empty()));

    assertThat(page).contains(">policy wave</text>").doesNotContain(">Python</text>");
  }

  @Test
  void tellsHowABarEndedWithinThePlot() {
    var lane =
        new ExecutionLane("arm", List.of(new Moment.Execution("loop", 0, 99, "disarmed", "")));
    var ink = new Ink();

    lane.draw(ink, new Scale(0, 100, Plot.LEFT, Plot.RIGHT), 0);

    assertThat(ink.drawn()).contains("class=\"in before\"", ">disarmed</text>");
  }

  private static Stop nothingTold() {
    return new Stop(Timelines.STOP, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  @Test
  void tellsOfPythonCodeThatOutlivesTheStop() {
    var runsOn = Optional.of("a.spin runs on, though it is interrupted again and again");
    var stop = new Stop(Timelines.STOP, OptionalLong.of(1_240_000), OptionalLong.empty(), runsOn);

    var page = TimelinePage.html(Timelines.of(List.of(), Optional.of(stop)));

    assertThat(page).contains("Caller freed after 1.24 ms, a.spin runs on, though");
  }

  @Test
  void putsCommandsThatRunAtOnceBelowEachOther() {
    var lane =
        new ExecutionLane(
            "commands",
            List.of(
                new Moment.Execution("a", 0, 10, "succeeded", ""),
                new Moment.Execution("b", 5, 15, "succeeded", ""),
                new Moment.Execution("c", 10, 20, "succeeded", "")));

    assertThat(lane.height()).isEqualTo(6 + 2 * 26);
  }

  @Test
  void showsWhatMovedTheArmAndEachPolicyWithAnInterpreterOfItsOwn() {
    List<Moment> moments =
        List.of(
            new Moment.Motion("loop", 0, 10, "disarmed", "the permit is over"),
            new Moment.Motion("wave", 2, 8, "failed", "it raised"),
            new Moment.Operation(
                "policy wave", "a.act", 1, 2, 3, new Moment.Ending("ok", "none", "")));
    var about = new About("arm", Map.of(), Optional.empty());

    var page =
        TimelinePage.html(
            new Timeline(about, 10, moments, Optional.empty(), Optional.empty(), List.of()));

    assertThat(page)
        .contains(">policy wave</text>", ">arm</text>", ": the permit is over", ": it raised")
        .contains("class=\"run policy\"");
  }

  @Test
  void takesWhatTheRobotMadeUpAsText() {
    List<Moment> moments =
        List.of(
            new Moment.Refused(0, "<script>alert(1)</script>", "\"x\""),
            new Moment.Published(1, "a&b", OptionalInt.empty()),
            new Moment.State(0, "<b>"));
    var about = new About("<i>", Map.of("<k>", "<v>"), Optional.of("</pre><script>"));

    var page =
        TimelinePage.html(
            new Timeline(about, 10, moments, Optional.empty(), Optional.empty(), List.of()));

    assertThat(page)
        .contains("&lt;script&gt;alert(1)", "a&amp;b", "The robot failed")
        .doesNotContain("<script>", "<i>", "<k>", "<v>");
  }

  @Test
  void holdsTogetherAsADocument() throws Exception {
    var timeline =
        Timelines.with(Timelines.stopped(), Timelines.sighting("AQID"), Timelines.counters(3));
    var page = TimelinePage.html(timeline);

    var body = page.substring(page.indexOf("<main>"), page.indexOf("</main>") + 7);
    var parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(body)));

    assertThat(parsed.getElementsByTagName("svg").getLength()).isEqualTo(3);
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("http://", "https://", "<script");
  }
}
