package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.input.Recording;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The waveform of a recording with the segments over it.
final class SoundSection {
  /// Plays the recording; the page is whole without it.
  static final Resource SCRIPT = Resource.named("report.js");

  /// Narrower segments, as a share of the recording, have no room for their number.
  private static final double NARROW = 0.02;

  /// Wider ones have room for their times too.
  private static final double WIDE = 0.12;

  private final Recording recording;
  private final List<Segment> segments;

  SoundSection(Recording recording, List<Segment> segments) {
    this.recording = recording;
    this.segments =
        segments.stream().filter(segment -> segment.start() < recording.seconds()).toList();
  }

  String html() {
    return """
    <section aria-labelledby="sound"><h2 id="sound">The recording</h2>
    <figure>
    <div class="wave">
    %s%s</div>
    %s<figcaption>%s</figcaption>
    %s</figure>
    </section>
    """
        .formatted(
            drawing(), labels(), new TimeAxis(recording.seconds()).html(), caption(), player());
  }

  private String drawing() {
    var spans = new StringBuilder();
    for (Segment segment : segments) {
      spans.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.2f\" y=\"-108\" width=\"%.2f\" height=\"216\"/>",
              Peaks.WIDTH * share(segment.start()),
              Peaks.WIDTH * (share(segment.end()) - share(segment.start()))));
    }
    return """
    <svg viewBox="0 -108 1000 216" preserveAspectRatio="none" role="img" \
    aria-label="Waveform of the recording; what was found is marked">
    <defs><path id="peaks" d="%s"/><clipPath id="found">%s</clipPath></defs>
    <g class="spans">%s</g><use href="#peaks" class="quiet"/>\
    <use href="#peaks" class="loud" clip-path="url(#found)"/>
    </svg>
    """
        .formatted(Peaks.of(recording.waveform()).path(), spans, spans);
  }

  private String labels() {
    var labels = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      labels.append(label(i + 1, segments.get(i)));
    }
    return labels.toString();
  }

  private String label(int number, Segment segment) {
    double width = share(segment.end()) - share(segment.start());
    var times = String.format(Locale.ROOT, "%.2f–%.2f s", segment.start(), segment.end());
    var text = width < NARROW ? "" : Integer.toString(number);
    return String.format(
        Locale.ROOT,
        "<a class=\"span\" href=\"#segment-%d\" style=\"left:%.3f%%;width:%.3f%%\""
            + " data-start=\"%.3f\" data-end=\"%.3f\" title=\"%s\">%s%s</a>\n",
        number,
        100 * share(segment.start()),
        100 * width,
        segment.start(),
        segment.end(),
        times,
        text,
        width < WIDE ? "" : "<small>" + times + "</small>");
  }

  private String player() {
    return recording
        .clip()
        .map(clip -> Base64.getEncoder().encodeToString(clip.wav(recording.sampleRate())))
        .map(wav ->
            """
            <audio controls preload="metadata" src="data:audio/wav;base64,%s"></audio>
            <script type="module">%s</script>
            """
                .formatted(wav, SCRIPT.text()))
        .orElse("");
  }

  private String caption() {
    return Markup.escape(recording.name())
        + " · "
        + Amounts.seconds(recording.seconds())
        + " · "
        + String.format(Locale.ROOT, "%.4g kHz", recording.sampleRate() / 1000.0)
            .replaceAll("\\.?0+ ", " ")
        + " · "
        + Amounts.count(recording.channels(), "channel", "channels");
  }

  private double share(double seconds) {
    return Math.min(1, seconds / recording.seconds());
  }
}
