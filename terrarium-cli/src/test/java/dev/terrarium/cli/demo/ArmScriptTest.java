package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.cli.browser.Browser;
import dev.terrarium.cli.browser.Drawn;
import dev.terrarium.cli.browser.OpenPage;
import dev.terrarium.cli.browser.OpenPage.Place;
import dev.terrarium.cli.demo.Question.Outcome;
import dev.terrarium.control.sim.SimulatedFranka;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the page's script draws of a run: it runs here.
class ArmScriptTest {
  @RegisterExtension final Browser browser = new Browser();

  /// Where the lanes of Python and the loop begin, and the curves, px.
  private static final double LANES = 84;

  private static final double CURVES = 42;

  /// How far the torn end of a question that was interrupted stands out, px.
  private static final double TORN = 8;

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of("in which Python blocked and was stopped", Runs.blocked()),
        Arguments.of("of one cycle", new Runs().cycles(1, 3, 0)),
        Arguments.of("of two cycles", new Runs().cycles(2, 3, 0)),
        Arguments.of("without a policy", new Runs().cycles(200, 0, 0)),
        Arguments.of("of 20,000 cycles", new Runs().swinging(20_000, Runs.BENT)),
        Arguments.of("of joints beyond what they turn", new Runs().swinging(300, all(9))),
        Arguments.of("of joints beyond it the other way", new Runs().swinging(300, all(-9))),
        Arguments.of("that wants what no joint does", new Runs().wanting(300, 2.5)),
        Arguments.of("of a law that nobody knows", new Runs().cycles(300, 55, 0)),
        Arguments.of(
            "in which the loop stood still", new Runs().cycles(9, 3, 0).missing(80).late(3, 900)),
        Arguments.of(
            "whose latest cycle was not recorded", new Runs().cycles(9, 3, 0).latest(90_000)),
        Arguments.of("that was stopped at once", new Runs().stopping(40, 2).stoppedAt(0)),
        Arguments.of(
            "that was stopped when the loop had ended",
            new Runs().cycles(50, 3, 0).failed("a reflex").stoppedAt(400)),
        Arguments.of(
            "whose loop ended before Python did",
            new Runs().cycles(50, 3, 0).question(20, 900, Outcome.FAILED)));
  }

  private static double[] all(double angle) {
    double[] all = new double[7];
    Arrays.fill(all, angle);
    return all;
  }

  @ParameterizedTest(name = "of a run {0}")
  @MethodSource("runs")
  void drawsChartsWithinTheirEdges(String which, Runs run) {
    var html = ArmPage.html(run.record());
    var page = browser.open(html, Place.at(""));

    for (int width : new int[] {1280, 700}) {
      page.resize(width);
      for (double share : new double[] {0, .5, 1}) {
        page.set("#slider", "value", share * page.number("#slider", "max"));
        page.fire("#slider", "input", Map.of());
        page.frame(1000);

        for (var chart : charts(html)) {
          assertWithin(page, chart, "of a run %s, at %d px".formatted(which, width));
        }
      }
    }
  }

  private static List<String> charts(String html) {
    var charts = new ArrayList<>(List.of("#strip", "#pace", "#distance", "#lateness"));
    IntStream.rangeClosed(1, 7).forEach(joint -> charts.add("#joint" + joint));
    Stream.of("block", "trip")
        .filter(id -> html.contains("id=\"" + id + "\""))
        .forEach(id -> charts.add("#" + id));
    return charts;
  }

  private static void assertWithin(OpenPage page, String chart, String where) {
    double width = page.number(chart, "clientWidth");
    double height = page.number(chart, "clientHeight");

    assertThat(page.drawn(chart))
        .isNotEmpty()
        .allSatisfy(each -> {
          assertThat(each.left()).as("%s %s", chart, where).isGreaterThan(-2);
          assertThat(each.right()).as("%s %s", chart, where).isLessThan(width + TORN);
          assertThat(each.top()).as("%s %s", chart, where).isGreaterThan(-2);
          assertThat(each.bottom()).as("%s %s", chart, where).isLessThan(height + 2);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 1000, 1996})
  void drawsTheHandWhereTheKinematicsOfJavaPutsIt(int cycle) {
    var run = new Runs().swinging(2000, Runs.BENT).record();
    double[] q = IntStream.range(0, 7).mapToDouble(joint -> run.cycles().q(cycle, joint)).toArray();
    double[] pose = new double[16];
    SimulatedFranka.fr3().kinematics().orElseThrow().at(q, pose, new double[42]);
    double[] place = {pose[3], pose[7], pose[11]};

    var page = at(run, run.cycles().at(cycle) / 1e9);

    var frame = "placed(frames(%s)[%d], [0, 0, %s])";
    assertThat(page.numbers(frame.formatted(Arrays.toString(q), 7, "run.flange")))
        .containsExactly(place, within(1e-9));
    double[] seen = page.numbers("seen(%s)".formatted(Arrays.toString(place)));
    double[] tip =
        page.numbers("[0, 1].map(axis => screen[screen.length - 3 + axis] / view.scale)");
    assertThat(tip[0]).as("the body's tip").isCloseTo(seen[0], within(.5));
    assertThat(tip[1]).as("the body's tip").isCloseTo(seen[1], within(.5));
    var dots = page.drawn("canvas").stream().filter(it -> it.what().equals("dot")).toList();
    assertThat(dots)
        .hasSize(3)
        .allSatisfy(dot -> {
          assertThat(dot.numbers().get(0)).as("the dot").isCloseTo(seen[0], within(.5));
          assertThat(dot.numbers().get(1)).as("the dot").isCloseTo(seen[1], within(.5));
        });
  }

  @Test
  void drawsAnArmAndItsPath() {
    var page = at(new Runs().swinging(2000, Runs.BENT).record(), 1);

    assertThat(page.drawn("canvas")).filteredOn(it -> it.what().equals("pixels")).hasSize(1);
    assertThat(page.numbers("[depth.filter(near => near > 0).length / depth.length]")[0])
        .as("what the arm covers of its room")
        .isBetween(.02, .6);
    assertThat(page.drawn("canvas"))
        .filteredOn(it -> it.is("line", page.colour("found")))
        .as("steps of the path, of which there is one each 4 ms")
        .hasSize(250);
  }

  @Test
  void marksWhatPythonDidAtItsTime() {
    var run = Runs.blocked().record();

    var page = at(run, 0);

    double length = run.length() / 1e6;
    var lane = lane(page, "strip", LANES, length);
    assertThat(boxes(page, "#strip", "python", 22)).hasSize(51);
    var missing = boxes(page, "#strip", "bad", 28);
    assertThat(missing).hasSize(2);
    assertThat(lane.times(missing.get(0))).containsExactly(new double[] {1000, 1300}, within(.1));
    assertThat(lane.times(missing.get(1))).containsExactly(new double[] {2000, 2612}, within(.1));
    var gaveWay = boxes(page, "#strip", "bad", 18);
    assertThat(gaveWay).hasSize(1);
    assertThat(lane.times(gaveWay.getFirst()))
        .as("where the arm gave way, but for a gap of 1 px")
        .containsExactly(new double[] {1185, 1325}, within(3.));
  }

  /// A chart's stretch of time, as its pixels have it.
  private record Lane(double left, double right, double from, double to) {
    double time(double x) {
      return from + (to - from) * (x - left) / (right - left);
    }

    double[] times(Drawn drawn) {
      return new double[] {time(drawn.left()), time(drawn.right())};
    }
  }

  private static Lane lane(OpenPage page, String id, double left, double millis) {
    return new Lane(left, page.number("#" + id, "clientWidth"), 0, millis);
  }

  private static List<Drawn> boxes(OpenPage page, String chart, String colour, double height) {
    var code = page.colour(colour);
    return page.drawn(chart).stream()
        .filter(it -> it.is("box", code) && Math.abs(it.height() - height) < .1)
        .toList();
  }

  private OpenPage at(RunRecord run, double seconds) {
    var hash = String.format(Locale.ROOT, "#t=%.6f", seconds);
    var page = browser.open(ArmPage.html(run), Place.at(hash));
    page.frame(1000);
    return page;
  }

  @Test
  void marksTheStopAtItsTime() {
    var run = Runs.blocked().record();

    var page = at(run, 0);

    var lane = lane(page, "strip", LANES, run.length() / 1e6);
    var lines =
        page.drawn("#strip").stream()
            .filter(it -> it.is("box", page.colour("bad")) && Math.abs(it.width() - 1.5) < .01)
            .toList();
    assertThat(lines).hasSize(1);
    assertThat(lane.time(lines.getFirst().left() + .75)).isCloseTo(2600, within(.1));
    for (var chart : List.of("#strip", "#trip")) {
      assertThat(page.drawn(chart)).extracting(Drawn::words).contains("EMERGENCY STOP");
    }
  }

  @Test
  void marksAStopThatCameWhenTheLoopHadEnded() {
    var page = at(new Runs().cycles(50, 3, 0).stoppedAt(400).record(), 0);

    assertThat(page.drawn("#strip")).extracting(Drawn::words).contains("EMERGENCY STOP");
  }

  @Test
  void washesTheCurvesWherePythonGaveNoAnswer() {
    var run = Runs.blocked().record();

    var page = at(run, 0);

    for (var chart : List.of("joint1", "joint7", "pace", "distance")) {
      var lane = lane(page, chart, CURVES, run.length() / 1e6);
      var washes =
          page.drawn("#" + chart).stream()
              .filter(it -> it.is("box", page.colour("bad")) && it.alpha() < .2)
              .toList();
      assertThat(washes).as(chart).hasSize(2);
      assertThat(lane.times(washes.get(0))).containsExactly(new double[] {1000, 1300}, within(.1));
      assertThat(lane.times(washes.get(1))).containsExactly(new double[] {2000, 2612}, within(.1));
    }
  }

  @Test
  void tellsTheAngleOfEachJointAtTheTime() {
    var run = new Runs().swinging(2000, Runs.BENT).record();

    var page = at(run, run.cycles().at(1200) / 1e9);

    for (int joint = 0; joint < 7; joint++) {
      var degrees =
          String.format(Locale.ROOT, "%.1f°", Math.toDegrees(run.cycles().q(1200, joint)));
      assertThat(page.drawn("#joint" + (joint + 1)).getLast().words())
          .isEqualTo(degrees.replace("-", "−"));
    }
  }

  @Test
  void drawsBarsThatAddUpToTheDeadlines() {
    var run =
        new Runs().cycles(990, 3, 0).late(60, 210).late(9, 3).late(2, 1700).missing(4).record();

    var page = at(run, 0);

    var lines = boxes(page, "#lateness", "soft", 1);
    double one = lines.get(0).top();
    double ten = lines.get(1).top();
    var bars =
        page.drawn("#lateness").stream()
            .filter(it -> it.is("box", page.colour("found")) || it.is("box", page.colour("bad")))
            .filter(it -> it.alpha() == 1 && it.width() > 2)
            .filter(it -> it.height() > 0)
            .toList();
    long deadlines =
        bars.stream()
            .mapToLong(bar -> Math.round(Math.pow(10, (one - bar.top()) / (one - ten))))
            .sum();
    assertThat(deadlines).isEqualTo(run.cycles().count() + 4);
    assertThat(bars).filteredOn(bar -> bar.colour().equals(page.colour("bad"))).isNotEmpty();
  }

  @Test
  void showsHowLateTheLatestCycleWasThatWasNotRecorded() {
    var page = at(new Runs().cycles(9, 3, 0).latest(90_000).record(), 0);

    assertThat(page.drawn("#lateness")).extracting(Drawn::words).contains("max  90 ms");
  }
}
