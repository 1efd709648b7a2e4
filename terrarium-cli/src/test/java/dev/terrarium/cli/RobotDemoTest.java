package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.browser.Browser;
import dev.terrarium.cli.browser.OpenPage.Place;
import dev.terrarium.cli.report.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `robot demo`.
///
/// On a machine that keeps the loop waiting for 20 ms the arm stops by its reflex, as it should;
/// the demo has failed then, and its page tells so. It is run anew; where the system grants the
/// loop its priority, one of some runs must come through.
@Tag("native")
class RobotDemoTest {

  @RegisterExtension final Browser browser = new Browser();
  @TempDir Path folder;

  private Workplace.Said demo(String... options) throws IOException {
    String[] all = new String[2 + options.length];
    all[0] = "robot";
    all[1] = "demo";
    System.arraycopy(options, 0, all, 2, options.length);
    return new Workplace(folder).call(all);
  }

  @Test
  void writesAPageAboutAnArmThatPythonDrawsWith() throws IOException {
    var said = Reflexes.without(this::attempt);

    var page = Files.readString(folder.resolve("arm.html"));
    assertThat(said.errors()).contains("s  the arm is started", "s  moves to the start");
    assertThat(said.output()).contains("\"page\":", "\"arm\":{\"model\":\"fr3\"");
    assertThat(page)
        .contains("<h1>Python draws a rose</h1>", "id=\"stage\"")
        .contains("<dt>cycles of the loop</dt><dd>" + cyclesOf(said) + "</dd>");
    if (Browser.isThere()) {
      assertThat(questionsOn(page)).isEqualTo(Long.parseLong(told(said, "\"questions\":(\\d+)")));
    }
    if (Reflexes.excuse(said)) {
      assertThat(said.exit()).isEqualTo(3);
      assertThat(page).contains("<h2>The run failed</h2>", Reflexes.WORDS);
    } else {
      assertThat(said.exit()).as(said.errors()).isZero();
      assertThat(said.errors())
          .containsSubsequence("s  EMERGENCY STOP", "s  the permit to move is over")
          .containsPattern("Python ended [0-9.]+ ms after the stop")
          .doesNotContain("Disarmed[");
      assertThat(said.output()).contains("\"gave_way_ms\":", "\"python_ended_ms\":");
      assertThat(Double.parseDouble(told(said, "\"blocked\":\\{\"ms\":([0-9.]+)")))
          .isGreaterThanOrEqualTo(300);
      assertThat(page)
          .containsPattern("What happened when Python was blocked for <em>\\d")
          .contains("Then it gave way")
          .contains(" times skipped, as the question before was still open")
          .contains("File &quot;policies/rose.py&quot;", "never_answer()");
    }
  }

  private Workplace.Said attempt() throws IOException {
    return demo("--page", "arm.html", "--seconds", "4", "--open", "no");
  }

  /// Returns how many cycles the line of JSON tells, as a page writes such numbers.
  private static String cyclesOf(Workplace.Said said) {
    return Amounts.count(Long.parseLong(told(said, "\"loop\":\\{\"cycles\":(\\d+)")));
  }

  /// Returns how many questions to Python the page's script draws.
  private long questionsOn(String html) {
    var page = browser.open(html, Place.at("#t=1"));
    page.frame(0);
    var colours = Stream.of("python", "wait", "bad").map(page::colour).toList();
    return page.drawn("#strip").stream()
        .filter(it -> it.what().equals("box") && colours.contains(it.colour()))
        .filter(it -> Math.abs(it.height() - 25) < 3.1)
        .count();
  }

  private static String told(Workplace.Said said, String what) {
    var told = Pattern.compile(what).matcher(said.output());
    assertThat(told.find()).as(said.output()).isTrue();
    return told.group(1);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void endsWithoutAPageAtCtrlC() throws IOException {
    var call = new Workplace(folder).start("robot", "demo", "--page", "arm.html", "--open", "no");
    call.process().getOutputStream().close();
    call.awaitWord("armed");

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).as(said.errors()).isEqualTo(130);
    assertThat(said.output()).isEmpty();
    assertThat(folder.resolve("arm.html")).doesNotExist();
  }

  @Test
  void refusesTimesThatAreTooShortOrTooLong() throws IOException {
    for (var seconds : new String[] {"3.9", "121", "NaN"}) {
      var said = demo("--seconds", seconds);

      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.errors()).contains("--seconds is a number of seconds from 4 to 120, not ");
    }
  }

  @Test
  void refusesWhatIsNoPageBeforeAnythingRuns() throws IOException {
    var other = demo("--page", "robot.toml");
    var nowhere = demo("--page", "missing/arm.html");

    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.errors())
        .contains("A page is not written to robot.toml: its name must end in .html")
        .doesNotContain("armed");
    assertThat(nowhere.exit()).isNotZero();
    assertThat(nowhere.errors()).contains("missing").doesNotContain("armed");
  }

  @Test
  void refusesWaysToOpenThatThereAreNot() throws IOException {
    var said = demo("--open", "maybe");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("--open is yes or no, not maybe.");
  }

  @Test
  void saysWhereThereIsNoPython() throws IOException {
    var said = demo("--python", folder.resolve("no-python").toString(), "--open", "no");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("no-python").doesNotContain("armed");
    assertThat(folder.resolve("robot-demo.html")).doesNotExist();
  }
}
