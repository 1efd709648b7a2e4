package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArmPageTest {
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"record\">(.*?)</script>");

  @Test
  void tellsInNumbersWhatHappenedWhilePythonWasBlocked() {
    var page = ArmPage.html(Runs.blocked().record());

    assertThat(page)
        .contains("blocked for <em>300 ms</em>")
        .contains("<dd>300 cycles<small>none was missed</small></dd>")
        .contains("<dt>Longest gap between two commands</dt><dd>1 ms")
        .contains("<dt>Then it gave way</dt><dd>140 ms")
        .contains("At most 10 mm from its path in the second before, 20 mm in the second after");
  }

  @Test
  void tellsTheCyclesThatRanBeforeTheRecordAsWell() {
    var page = ArmPage.html(new Runs().cycles(1_403, 1, 0).after(23).missing(2).record());

    assertThat(page)
        .contains("<dt>cycles of the loop</dt><dd>1\u202f427</dd>")
        .contains("<dt>deadlines missed</dt><dd>2</dd>");
  }

  @Test
  void tellsWhatBecameOfTheStop() {
    var page = ArmPage.html(Runs.blocked().record());

    assertThat(page)
        .contains("went out 30 µs after the stop. The arm was at rest after 10.0 ms.")
        .contains("Python, in flight for 600 ms by then, had ended 12 ms after the stop.");
  }

  @Test
  void loadsNothingAndRunsNoScriptButItsOwn() throws Exception {
    var page = ArmPage.html(Runs.blocked().record());

    var script = SCRIPT.matcher(page);
    assertThat(script.find()).isTrue();
    var hash =
        MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(page)
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .contains("default-src 'none'")
        .doesNotContain("http://", "https://", "@import", "src=\"");
  }

  @Test
  void carriesWhatTheRunMadeUpAsText() {
    var page = ArmPage.html(Runs.blocked().called("</script><b>rose</b>").record());

    assertThat(page).contains("&lt;/script&gt;&lt;b&gt;rose").doesNotContain("<b>rose");
  }

  @Test
  void carriesTheRunAsJson() {
    var data = DATA.matcher(ArmPage.html(Runs.blocked().record()));

    assertThat(data.find()).isTrue();
    assertThat(data.group(1))
        .startsWith("{\"period\":1000,")
        .contains("\"laws\":[[30,3],[1185030,-1],[1325030,3],[2600030,99]]")
        .contains("[1000000,1300000,\"dropped\"]", "\"blocked\":[1000000,1300000]")
        .contains("\"trip\":2600000")
        .doesNotContain("<");
  }

  @Test
  void leavesOutWhatDidNotHappen() {
    var page = ArmPage.html(new Runs().cycles(50, 1, 0).record());

    assertThat(page)
        .contains("Python was never blocked for long")
        .doesNotContain("id=\"block\"", "id=\"trip\"", "data-go=");
  }

  @Test
  void tellsNothingOfABlockWhereTheLoopEndedBeforeIt() {
    var run = new Runs().cycles(50, 1, 0).question(60, 210, Question.Outcome.LATE);

    assertThat(ArmPage.html(run.failed("a reflex").record()))
        .contains("<h2>The run failed</h2>", "a reflex")
        .doesNotContain("Python was never blocked", "when Python was blocked", ">Python blocked<");
  }

  @Test
  void drawsNoArmOfARunWithoutCycles() {
    var html = ArmPage.html(new Runs().failed("the arm did not begin").record());

    assertThat(html)
        .contains("<h2>The run failed</h2>", "No cycle of the loop was recorded")
        .doesNotContain("id=\"stage\"", "<canvas");
  }
}
