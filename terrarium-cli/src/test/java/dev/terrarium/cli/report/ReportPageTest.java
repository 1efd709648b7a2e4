package dev.terrarium.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.run.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  @TempDir Path folder;

  @Test
  void drawsTheSegmentsOverTheRecording() throws Exception {
    var recording = Runs.recording(folder, "talk & tea.wav", new short[1000]);

    var page = page(Runs.heard(recording, List.of(Map.of("found", List.of(Runs.SPOKEN)))));

    assertThat(page)
        .contains("<rect x=\"250.00\" y=\"-108\" width=\"500.00\"")
        .contains("left:25.000%;width:50.000%")
        .contains("<small>0.25–0.75 s</small>")
        .contains("<dd>50 %</dd>")
        .contains("<dd>100 ×</dd>")
        .contains("talk &amp; tea.wav · 1.00 s · 1 kHz · 1 channel")
        .contains("−20.5 dB");
  }

  @Test
  void leavesOutTheWaveformWithoutASound() {
    var page = page(Runs.done(List.of(42L)));

    assertThat(page)
        .doesNotContain("The recording")
        .doesNotContain("What was found")
        .contains("items in")
        .contains("<pre><code>42</code></pre>");
  }

  @Test
  void carriesAShortRecordingAndTheOneScriptThatPlaysIt() throws Exception {
    var recording = Runs.recording(folder, "a.wav", (short) -12345, (short) 12345);

    var page = page(Runs.heard(recording, List.of()));

    assertThat(page)
        .contains(
            "src=\"data:audio/wav;base64,"
                + Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("a.wav"))))
        .contains("script-src '" + SoundSection.SCRIPT.hash() + "'")
        .contains("<script type=\"module\">" + SoundSection.SCRIPT.text() + "</script>");
  }

  @Test
  void leavesOutThePlayerOfALongRecording() throws Exception {
    var recording = Runs.recording(folder, "long.wav", new short[(1 << 20) + 1]);

    var page = page(Runs.heard(recording, List.of()));

    assertThat(page).contains("The recording").doesNotContain("<audio", "<script");
  }

  @Test
  void leavesOutTheWaveformOfAnEmptyRecording() throws Exception {
    var page = page(Runs.heard(Runs.recording(folder, "empty.wav"), List.of()));

    assertThat(page).doesNotContain("The recording").doesNotContain("NaN");
  }

  @Test
  void tellsTheTimeOfEachNode() {
    var page = page(Runs.done(List.of()));

    assertThat(page)
        .contains(
            "<tr class=\"python\"><td><b>voice</b></td><td class=\"bar\"><span style=\"width:100.00%\">")
        .contains("<td>6.00 ms</td><td>60 %</td><td>11</td><td>545 µs</td><td>1</td>")
        .contains("AudioTransform</text>", "speech:Voice</text>")
        .contains("6.00 ms · 60 %</text>", ">11</text>", ">10 items</text>", ">1 item</text>");
  }

  @Test
  void tellsWhyARunFailed() {
    var page = page(Runs.failed("speech", "voice: ValueError: too loud"));

    assertThat(page)
        .contains("<pre>voice: ValueError: too loud</pre>")
        .contains("failed</span>")
        .doesNotContain("What came out");
  }

  @Test
  void takesEverythingForText() throws Exception {
    var script = "<script>alert(\"'&\")</script>\u0000\uD800";
    var recording = Runs.recording(folder, "'<b>'.wav", new short[10]);

    var pages =
        page(Runs.failed(script, script))
            + page(Runs.heard(recording, List.of(Map.of(script, script))));

    assertThat(pages)
        .doesNotContain("<script>")
        .doesNotContain("\u0000")
        .doesNotContain("<b>'.wav")
        .contains("&lt;script&gt;alert(&quot;&#39;&amp;&quot;)&lt;/script&gt;\uFFFD\uFFFD")
        .contains("&lt;3.14&gt;");
  }

  @Test
  void takesPercentSignsForText() {
    assertThat(page(Runs.failed("100 %s", "%d %n"))).contains("<h1>100 %s</h1>", "%d %n");
  }

  @Test
  void loadsNothingFromElsewhere() throws Exception {
    var page = page(Runs.heard(Runs.recording(folder, "a.wav", (short) 1), List.of()));

    assertThat(page).doesNotContain("http:", "https:", "src=\"h", "@import", "url(/", "<link");
  }

  @Test
  void shortensALongOutput() {
    var page = page(Runs.done(List.of(new float[1000], "x".repeat(1000))));

    assertThat(page).contains("… 976 more", "&quot;… 600 more").hasSizeLessThan(20_000);
  }

  @Test
  void drawsAWaterfallOfTheFirstItems() {
    var spans =
        List.of(
            new Span(new NodeId("voice"), 0, 2_000_000, 3_000_000),
            new Span(new NodeId("telephone"), 0, 1_000_000, 3_000_000),
            new Span(new NodeId("telephone"), 1, 3_000_000, 5_000_000));

    var page = ReportPage.html(Runs.done(List.of()), spans);

    assertThat(page)
        .contains("The first items")
        .contains(
            "<i style=\"left:25.000%;width:25.000%;--lane:1;--hue:272\" title=\"voice: 1.00 ms\">")
        .contains(
            "<i style=\"left:50.000%;width:50.000%;--lane:0;--hue:205\" title=\"telephone: 2.00 ms\">")
        .contains("<li><span>1</span>")
        .contains("4.00 ms");
  }

  @Test
  void leavesOutTheWaterfallWithoutTimes() {
    assertThat(page(Runs.done(List.of()))).doesNotContain("The first items");
  }

  @Test
  void tellsWhatTheQueuesHeldAndDropped() {
    var page = page(Runs.queued());

    assertThat(page)
        .contains(
            "<tr><td><span class=\"soft\">input</span></td><td class=\"text\"><b>a</b></td><td>9</td>"
                + "<td>4</td><td>0</td><td><em>2</em></td><td>1.50 s</td></tr>");
    assertThat(page(Runs.done(List.of()))).doesNotContain("The queues");
  }

  @Test
  void tellsWhatAnItemTookAndHowManyFailed() {
    assertThat(page(Runs.queued()))
        .contains(
            "<tr><td><b>a</b></td><td>2.00 ms</td><td>3.00 ms</td><td>4.00 ms</td><td>5.00 ms</td>"
                + "<td><em>3</em></td><td>6</td></tr>");
  }

  @Test
  void tellsOfEachWorkerProcessWhatItDidAndTook() {
    assertThat(page(Runs.queued()))
        .contains(
            "<tr><td><b>a</b></td><td>1</td><td>4711</td><td class=\"text\">closed</td><td>7</td>"
                + "<td><em>2</em></td><td>1</td><td>50.0 MB</td><td>–</td><td>2.00 ms</td></tr>");
    assertThat(page(Runs.done(List.of()))).doesNotContain("worker process");
  }

  private static String page(ReportData data) {
    return ReportPage.html(data, List.of());
  }
}
