package dev.terrarium.cli.demo;

import dev.terrarium.cli.draw.Markup;

/// The emergency stop from near.
final class StoppedPanel {
  private StoppedPanel() {}

  static String html(Stopped stop) {
    var stack = stop.stuck().map(Question::stack).filter(text -> !text.isEmpty());
    return """
    <h3>%s</h3>
    <canvas class="strip" id="trip" role="img" aria-label="The emergency stop, Python and the cycles of the loop"></canvas>
    <p class="more">%s</p>
    %s\
    """
        .formatted(
            stop.stuck().isPresent()
                ? "The end: Python is stuck, and somebody presses stop"
                : "The emergency stop",
            sentences(stop),
            stack
                .map(text -> "<pre class=\"stack\">" + Markup.escape(text) + "</pre>\n")
                .orElse(""));
  }

  private static String sentences(Stopped stop) {
    var text = new StringBuilder();
    stop.torques()
        .ifPresent(nanos ->
            text.append(
                "The first torques that bring the arm to rest went out %s after the stop. "
                    .formatted(Phrases.time(nanos))));
    stop.rest()
        .ifPresent(nanos ->
            text.append(
                stop.torques().equals(stop.rest())
                    ? "The arm stood still by then. "
                    : "The arm was at rest after %s. ".formatted(Phrases.time(nanos))));
    stop.stuck()
        .ifPresent(question ->
            text.append(
                "Python, in flight for %s by then, had ended %s after the stop."
                    .formatted(
                        Phrases.time(stop.at() - question.asked()),
                        Phrases.time(question.ended() - stop.at()))));
    return text.toString().strip();
  }
}
