package dev.terrarium.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.browser.Browser;
import dev.terrarium.cli.browser.OpenPage;
import dev.terrarium.cli.browser.OpenPage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What the page's script does when a recording is listened to: it runs here. The recording takes 1
/// s; something was found from 0.25 to 0.75 s.
class SoundScriptTest {
  @RegisterExtension final Browser browser = new Browser();

  @TempDir Path folder;

  private OpenPage open(double seconds) throws IOException {
    var recording = Runs.recording(folder, "talk.wav", new short[1000]);
    var data = Runs.heard(recording, List.of(Map.of("found", List.of(Runs.SPOKEN))));
    return browser.open(ReportPage.html(data, List.of()), new Place("", 1280, false, seconds));
  }

  private static boolean plays(OpenPage page) {
    return page.number("audio", "paused") == 0;
  }

  private static void reach(OpenPage page, double seconds) {
    page.set("audio", "currentTime", seconds);
    page.frame(0);
  }

  @Test
  void playsWhatWasFoundToItsEnd() throws Exception {
    var page = open(1);

    page.click(".span", 0);
    double from = page.number("audio", "currentTime");
    reach(page, .7);
    boolean playsWithin = plays(page);
    reach(page, .76);

    assertThat(from).isEqualTo(.25);
    assertThat(playsWithin).isTrue();
    assertThat(plays(page)).isFalse();
  }

  @Test
  void playsOnFromWhereTheWaveIsClicked() throws Exception {
    var page = open(1);

    page.click(".span", 0);
    page.fire(".wave", "click", Map.of("clientX", page.number(".wave", "clientWidth") / 2));
    double from = page.number("audio", "currentTime");
    reach(page, .9);

    assertThat(from).isEqualTo(.5);
    assertThat(plays(page)).isTrue();
    assertThat(page.numbers("[parseFloat(cursor.style.left)]")).containsExactly(90);
  }

  @Test
  void followsTheSoundWithOneFrameAtATime() throws Exception {
    var page = open(1);

    page.click(".span", 0);
    for (int time = 0; time < 3; time++) {
      page.fire("audio", "seeked", Map.of());
    }

    assertThat(page.waiting()).isEqualTo(1);
  }

  @Test
  void goesNowhereBeforeItIsKnownHowLongTheSoundIs() throws Exception {
    var page = open(0);

    page.fire(".wave", "click", Map.of("clientX", 100));

    assertThat(page.number("audio", "currentTime")).isZero();
  }
}
