package dev.terrarium.cli.profile;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.session.sampling.Frame;
import dev.terrarium.session.sampling.StackProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A profile as SVG: threads at the bottom, what they called on top of them, as wide as the time it
/// took. Light and dark as its viewer prefers, without scripts or anything from elsewhere.
final class FlameGraph {
  private static final double WIDTH = 1200;
  private static final double PAD = 24;
  private static final double ROW = 18;
  private static final double HEAD = 76;
  private static final double LETTER = 6.5;
  private static final int FEWEST_LETTERS = 3;
  private static final int SHADES = 3;

  /// What is narrower cannot be seen, nor what stands on it.
  private static final double NARROWEST = 1;

  private final StackProfile profile;
  private final List<Flame> threads;
  private final double perSample;
  private final double bottom;
  private final StringBuilder svg = new StringBuilder();

  private FlameGraph(StackProfile profile, double top) {
    this.profile = profile;
    this.threads = Flame.of(profile);
    this.perSample = (WIDTH - 2 * PAD) / Math.max(1, profile.samples());
    this.bottom = top + visible(threads, perSample) * ROW;
  }

  /// Returns a file of its own, with a heading and a legend.
  static String file(StackProfile profile, String title) {
    var graph = new FlameGraph(profile, HEAD);
    graph.open(graph.bottom + PAD);
    graph.svg.append("<rect class=\"paper\" width=\"100%\" height=\"100%\" rx=\"12\"/>\n");
    graph.text("title", PAD, 34, title);
    graph.text("soft", PAD, 56, facts(profile));
    graph.legend();
    return graph.close();
  }

  /// Returns what can stand in a page of HTML, once.
  static String inline(StackProfile profile) {
    var graph = new FlameGraph(profile, 0);
    graph.open(graph.bottom);
    return graph.close();
  }

  /// Says how much was seen.
  static String facts(StackProfile profile) {
    return String.format(
        Locale.ROOT,
        "%,d samples of %d thread%s, one each %d ms, in %.1f s",
        profile.samples(),
        profile.threads(),
        profile.threads() == 1 ? "" : "s",
        profile.interval().toMillis(),
        profile.duration().toMillis() / 1000.0);
  }

  /// Returns the class that colours a kind of frame.
  static String colour(Frame.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// Returns what a kind of frame is called.
  static String word(Frame.Kind kind) {
    return switch (kind) {
      case JAVA -> "Java";
      case PYTHON -> "Python";
      case THREAD, NODE, WAITING -> colour(kind);
    };
  }

  private static int visible(List<Flame> flames, double perSample) {
    int most = 0;
    for (var flame : flames) {
      if (flame.samples() * perSample >= NARROWEST) {
        most = Math.max(most, 1 + visible(flame.above(), perSample));
      }
    }
    return most;
  }

  private void open(double height) {
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flames\" role=\"img\" viewBox=\"0 0 %s %s\" width=\"100%%\">\n"
            .formatted(number(WIDTH), number(height)));
    svg.append("<style>\n").append(style()).append("</style>\n");
  }

  private String close() {
    double x = PAD;
    for (var thread : threads) {
      draw(thread, x, bottom - ROW);
      x += thread.samples() * perSample;
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(Flame flame, double x, double y) {
    double width = flame.samples() * perSample;
    if (width < NARROWEST) {
      return;
    }
    var frame = flame.frame();
    svg.append(
        "<g class=\"%s s%d\"><title>%s</title>"
            .formatted(
                colour(frame.kind()),
                Math.floorMod(frame.name().hashCode(), SHADES),
                Markup.escape(told(flame))));
    svg.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"/>"
            .formatted(
                number(x), number(y), number(Math.max(NARROWEST, width - 0.5)), number(ROW - 1)));
    int letters = (int) ((width - 8) / LETTER);
    if (letters >= FEWEST_LETTERS) {
      text("", x + 4, y + 12.5, fitting(frame.name(), letters));
    }
    svg.append("</g>\n");
    double right = x;
    for (var above : flame.above()) {
      draw(above, right, y - ROW);
      right += above.samples() * perSample;
    }
  }

  private String told(Flame flame) {
    var frame = flame.frame();
    return String.format(
        Locale.ROOT,
        "%s%s\n%,d samples, %.1f %%; %,d of its own",
        frame.name(),
        frame.place().isEmpty() ? "" : " (" + frame.place() + ")",
        flame.samples(),
        100.0 * flame.samples() / Math.max(1, profile.samples()),
        flame.own());
  }

  private void legend() {
    double x = WIDTH - PAD - 424;
    for (var kind : Frame.Kind.values()) {
      svg.append(
          "<g class=\"%s s0\"><rect x=\"%s\" y=\"46\" width=\"12\" height=\"12\" rx=\"3\"/></g>"
              .formatted(colour(kind), number(x)));
      text("soft", x + 18, 56, word(kind));
      x += 86;
    }
    svg.append('\n');
  }

  private void text(String style, double x, double y, String words) {
    svg.append(
        "<text%s x=\"%s\" y=\"%s\">%s</text>"
            .formatted(
                style.isEmpty() ? "" : " class=\"" + style + "\"",
                number(x),
                number(y),
                Markup.escape(words)));
  }

  private static String fitting(String name, int letters) {
    return name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
  }

  private static String number(double value) {
    return Double.toString(Math.round(value * 10) / 10.0);
  }

  private static String style() {
    try (var css = FlameGraph.class.getResourceAsStream("flames.css")) {
      return new String(
          Objects.requireNonNull(css, "flames.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
