package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.cli.browser.Browser;
import dev.terrarium.cli.browser.Drawn;
import dev.terrarium.cli.browser.OpenPage;
import dev.terrarium.cli.browser.OpenPage.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The time that the page of a run shows, and what a person does to it. The run takes 2.614 s.
class ArmPlayerTest {
  @RegisterExtension final Browser browser = new Browser();

  private OpenPage open(String hash) {
    return open(Runs.blocked(), hash);
  }

  private OpenPage open(Runs run, String hash) {
    var page = browser.open(ArmPage.html(run.record()), Place.at(hash));
    page.frame(1000);
    return page;
  }

  private static String play(OpenPage page) {
    return page.attribute("#play", "aria-label");
  }

  @Test
  void standsAtTheTimeThatItsAddressSays() {
    var page = open("#t=1.5");

    assertThat(page.text("#clock")).isEqualTo("1.50 s");
    assertThat(page.number("#slider", "value")).isEqualTo(1_500_000);
    assertThat(play(page)).isEqualTo("Play");
    var cursor = page.drawn("#strip").getLast();
    double room = page.number("#strip", "clientWidth") - 84;
    assertThat(cursor.is("box", page.colour("ink"))).isTrue();
    assertThat(cursor.left() + .75).isCloseTo(84 + room * 1500 / 2614.03, within(.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#t=", "#t=.", "#t=1.2.3", "#t=-1", "#t=one", "#curves"})
  void playsFromTheBeginningWhereItsAddressSaysNoTime(String hash) {
    var page = open(hash);

    assertThat(page.text("#clock")).isEqualTo("0.00 s");
    assertThat(play(page)).isEqualTo("Pause");
  }

  @Test
  void standsAtTheEndWhereItsAddressSaysALaterTime() {
    assertThat(open("#t=99").text("#clock")).isEqualTo("2.61 s");
  }

  @Test
  void standsStillForWhoWantsNothingToMoveByItself() {
    var html = ArmPage.html(Runs.blocked().record());
    var page = browser.open(html, new Place("", 1280, true, 1));

    page.frame(1000);
    page.frame(2000);

    assertThat(page.text("#clock")).isEqualTo("0.00 s");
    assertThat(play(page)).isEqualTo("Play");
  }

  @Test
  void playsAsFastAsItWas() {
    var page = open("");

    page.frame(1016);
    page.frame(1500);

    assertThat(page.text("#clock")).isEqualTo("0.50 s");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.10 s", "1, 0.25 s", "2, 1.00 s", "3, 2.00 s"})
  void playsSlowerAndFaster(int speed, String after) {
    var page = open("");

    page.click("[data-speed]", speed);
    page.frame(2000);

    assertThat(page.text("#clock")).isEqualTo(after);
  }

  @Test
  void stopsAtTheEndAndBeginsAgain() {
    var page = open("");

    page.frame(9000);
    page.frame(9500);
    var end = page.text("#clock") + ", " + play(page);
    page.click("#play", 0);
    page.frame(9600);
    page.frame(9700);

    assertThat(end).isEqualTo("2.61 s, Play");
    assertThat(page.text("#clock") + ", " + play(page)).isEqualTo("0.10 s, Pause");
  }

  @Test
  void stopsAndGoesOnAtTheButtonAndAtTheSpaceBar() {
    var page = open("#t=1");

    page.click("#play", 0);
    var clicked = play(page);
    page.press(" ", "body");
    var pressed = play(page);
    page.press(" ", "#play");

    assertThat(clicked).isEqualTo("Pause");
    assertThat(pressed).isEqualTo("Play");
    assertThat(play(page)).as("a button presses itself").isEqualTo("Play");
  }

  @Test
  void stepsAtTheArrowKeys() {
    var page = open("#t=1");

    page.press("ArrowRight", "body");
    page.press("ArrowRight", "body");
    page.press("ArrowLeft", "body");
    page.press("x", "body");
    page.frame(2000);

    assertThat(page.text("#clock")).isEqualTo("1.05 s");
  }

  @Test
  void goesWhereTheSliderIs() {
    var page = open("#t=1");

    page.set("#slider", "value", 2_000_000);
    page.fire("#slider", "input", Map.of());
    page.frame(2000);

    assertThat(page.text("#clock")).isEqualTo("2.00 s");
    assertThat(page.attribute("#slider", "aria-valuetext")).isEqualTo("2.00 s");
  }

  @Test
  void goesWhereAChartIsClickedAndDragged() {
    var page = open("#t=0");
    double room = page.number("#joint3", "clientWidth") - 42;

    page.point("#joint3", 42 + room / 2);
    page.frame(2000);
    var clicked = page.text("#clock");
    page.drag("#joint3", 42 + 2 * room);
    page.frame(2100);
    var dragged = page.text("#clock");
    page.fire("#joint3", "pointerup", Map.of());
    page.drag("#joint3", 42);
    page.frame(2200);

    assertThat(clicked).isEqualTo("1.31 s");
    assertThat(dragged).isEqualTo("2.61 s");
    assertThat(page.text("#clock")).as("let go").isEqualTo("2.61 s");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.50 s", "1, 1.40 s"})
  void playsFromShortlyBeforeTheBlockAndTheStop(int jump, String from) {
    var page = open("#t=2.5");

    page.click("[data-go]", jump);
    page.frame(2000);

    assertThat(page.text("#clock")).isEqualTo(from);
    assertThat(play(page)).isEqualTo("Pause");
  }

  @ParameterizedTest
  @CsvSource({
    "0.4, law: osc, Python answers",
    "1.1, law: osc, Python is blocked · 100 ms",
    "1.2, the arm gives way, Python is blocked · 200 ms",
    "1.31, the arm gives way, Python answers",
    "2.5, law: osc, Python is stuck · 500 ms",
    "2.605, the arm comes to rest, Python is stuck · 605 ms",
  })
  void tellsInWordsWhatGoesOn(String seconds, String law, String python) {
    var page = open("#t=" + seconds);

    assertThat(page.text("#law")).isEqualTo(law);
    assertThat(page.text("#python")).isEqualTo(python);
  }

  @Test
  void tellsThatPythonWasNeverAsked() {
    var page = open(new Runs().cycles(200, 0, 0), "#t=0.1");

    assertThat(page.text("#law")).isEqualTo("law: a law of one's own");
    assertThat(page.text("#python")).isEqualTo("Python is not asked");
  }

  @Test
  void tellsALawByItsNumberWhereItHasNoName() {
    var page = open(new Runs().cycles(200, 55, 0), "#t=0.1");

    assertThat(page.text("#law")).isEqualTo("law: 55");
    assertThat(page.drawn("#strip")).extracting(Drawn::words).contains("law 55");
  }

  @Test
  void looksFromWhereItIsDraggedTo() {
    var page = open("");
    double turn = page.numbers("[camera.turn]")[0];

    page.point("#stage", 50);
    page.drag("#stage", 82);
    page.frame(1100);
    double dragged = page.numbers("[camera.turn]")[0];
    page.fire("#stage", "dblclick", Map.of());
    page.frame(1200);

    assertThat(dragged).isCloseTo(turn - .2, within(1e-9));
    assertThat(page.numbers("[camera.turn]")[0]).isCloseTo(turn, within(.05));
  }
}
