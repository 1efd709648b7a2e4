package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.layout.Arrangement;
import dev.terrarium.cli.draw.layout.Layout;
import dev.terrarium.cli.draw.layout.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A drawing as SVG: light and dark as its viewer prefers, without scripts, fonts or anything else
/// from elsewhere.
public final class Svg {
  private static final double MEASURE = 1500;
  private static final double PAD = 28;

  private final Drawing drawing;
  private final List<Card> cards;
  private final Arrangement arrangement;

  private Svg(Drawing drawing, double measure) {
    this.drawing = drawing;
    cards = drawing.boxes().stream().map(Card::new).toList();
    arrangement = Layout.of(scene(measure));
  }

  /// Returns a file of its own, with a heading and a legend.
  public static String file(Drawing drawing) {
    var svg = new Svg(drawing, MEASURE);
    var heading = new Heading(drawing);
    var legend = new Legend(drawing);
    double inner = Math.max(svg.arrangement.width(), Math.max(heading.width(), legend.width()));
    double top = PAD + heading.height();
    double bottom = top + svg.arrangement.height() + 22;
    double width = inner + 2 * PAD;
    double height = bottom + legend.height() + PAD - 8;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + svg.opening(width, height)
        + "<rect class=\"paper\" width=\"%s\" height=\"%s\" rx=\"14\"/>\n"
            .formatted(Numbers.text(width), Numbers.text(height))
        + heading.svg(PAD, PAD, inner)
        + svg.body(PAD + (inner - svg.arrangement.width()) / 2, top)
        + legend.svg(PAD, bottom)
        + "</svg>\n";
  }

  /// Returns what can stand in a page of HTML, once.
  ///
  /// @param measure the width to keep to, in pixels
  public static String inline(Drawing drawing, double measure) {
    var svg = new Svg(drawing, measure);
    return "<svg "
        + svg.opening(svg.arrangement.width() + 4, svg.arrangement.height() + 4)
        + svg.body(2, 2)
        + "</svg>\n";
  }

  private String opening(double width, double height) {
    return """
    class="pipeline" role="img" aria-labelledby="pipeline-title pipeline-text" \
    width="%s" height="%s" viewBox="0 0 %s %s">
    <title id="pipeline-title">%s</title>
    <desc id="pipeline-text">%s</desc>
    <style>
    %s</style>
    """
        .formatted(
            Numbers.text(width),
            Numbers.text(height),
            Numbers.text(width),
            Numbers.text(height),
            Markup.escape(drawing.title()),
            Markup.escape(Words.of(drawing)),
            style());
  }

  private String body(double x, double y) {
    var body =
        new StringBuilder(
            "<g transform=\"translate(%s %s)\">\n".formatted(Numbers.text(x), Numbers.text(y)));
    for (int i = 0; i < drawing.arrows().size(); i++) {
      body.append(ArrowPainter.svg(drawing.arrows().get(i), arrangement.routes().get(i)));
    }
    for (int i = 0; i < cards.size(); i++) {
      var frame = arrangement.frames().get(i);
      body.append(ArrowPainter.ends(drawing.boxes().get(i), frame));
      body.append(cards.get(i).svg(frame));
    }
    return body.append("</g>\n").toString();
  }

  private Scene scene(double measure) {
    double[] before = new double[cards.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = ArrowPainter.roomBefore(drawing.boxes().get(i));
    }
    var links = new ArrayList<Scene.Link>();
    for (var arrow : drawing.arrows()) {
      before[arrow.to()] = Math.max(before[arrow.to()], ArrowPainter.room(arrow));
      links.add(new Scene.Link(arrow.from(), arrow.to(), arrow.failures()));
    }
    var blocks = new ArrayList<Scene.Block>();
    for (int i = 0; i < before.length; i++) {
      var card = cards.get(i);
      double after = ArrowPainter.roomAfter(drawing.boxes().get(i));
      blocks.add(new Scene.Block(card.width(), card.height(), before[i], after));
    }
    return new Scene(blocks, links, measure);
  }

  private static String style() {
    try (var css =
        Objects.requireNonNull(Svg.class.getResourceAsStream("drawing.css"), "drawing.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
