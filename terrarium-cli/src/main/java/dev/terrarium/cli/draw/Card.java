package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Badge;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Figures;
import dev.terrarium.cli.draw.layout.Arrangement.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A box with its text broken into lines that fit.
final class Card {
  private static final double LEFT = 38;
  private static final double PAD = 12;
  private static final double LEAST = 124;
  private static final double MOST = 200;
  private static final double NAME_STEP = 18;
  private static final double TYPE_STEP = 17;
  private static final double BADGE_STEP = 23;
  private static final double BADGE_PAD = 7;
  private static final double BADGE_GAP = 5;
  private static final double FIGURES_STEP = 28;

  private final Box box;
  private final List<String> name;
  private final String type;
  private final List<List<Badge>> badges;
  private final Optional<Figures> figures;

  Card(Box box) {
    this.box = box;
    name = Lettering.NAME.lines(box.id(), MOST - LEFT + PAD, 2);
    type = Lettering.TYPE.fitEnd(box.type(), MOST - LEFT + PAD);
    badges = rows(box.badges());
    figures = box.figures();
  }

  double width() {
    double inner = Lettering.TYPE.width(type) + LEFT - PAD;
    for (var line : name) {
      inner = Math.max(inner, Lettering.NAME.width(line) + LEFT - PAD);
    }
    for (var row : badges) {
      inner = Math.max(inner, row.stream().mapToDouble(Card::width).sum() - BADGE_GAP);
    }
    var text = figures.map(Figures::text).orElse("");
    return Math.max(LEAST, Math.max(inner, Lettering.SMALL.width(text)) + 2 * PAD);
  }

  double height() {
    return PAD
        + NAME_STEP * name.size()
        + TYPE_STEP
        + BADGE_STEP * badges.size()
        + (figures.isPresent() ? FIGURES_STEP : 0)
        + PAD
        - 2;
  }

  /// Returns the box in its frame, which may be larger than it needs.
  ///
  /// The text stands in a frame of its own, beyond which nothing is painted: no font overflows it.
  String svg(Frame frame) {
    var kind = box.kind().name().toLowerCase(Locale.ROOT);
    double top = (frame.height() - height()) / 2;
    return """
    <g class="node %s"><title>%s</title>
    <rect class="card" x="%s" y="%s" width="%s" height="%s" rx="10"/>
    <svg x="%s" y="%s" width="%s" height="%s">
    %s%s</svg></g>
    """
        .formatted(
            kind,
            Markup.escape(tooltip()),
            Numbers.text(frame.x()),
            Numbers.text(frame.y()),
            Numbers.text(frame.width()),
            Numbers.text(frame.height()),
            Numbers.text(frame.x()),
            Numbers.text(frame.y()),
            Numbers.text(frame.width()),
            Numbers.text(frame.height()),
            Icons.tile(box.kind(), PAD, top + PAD - 1),
            texts(top, frame.width()));
  }

  /// Says all that the box says, and what had to be left out of it.
  private String tooltip() {
    var lines = new ArrayList<String>();
    lines.add(box.id() + " (" + box.type() + ", " + box.kind().word() + ")");
    box.badges().forEach(badge -> lines.add(badge.meaning()));
    figures.ifPresent(done -> lines.add(done.text()));
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private String texts(double top, double width) {
    var svg = new StringBuilder();
    double y = top + PAD - 4;
    for (var line : name) {
      y += NAME_STEP;
      svg.append(text("name", LEFT, y - 1, line));
    }
    y += TYPE_STEP;
    svg.append(text("type", LEFT, y - 1, type));
    y += 7;
    for (var row : badges) {
      double x = PAD;
      for (var badge : row) {
        svg.append(badge(badge, x, y));
        x += width(badge);
      }
      y += BADGE_STEP;
    }
    if (figures.isPresent()) {
      svg.append(text("small", PAD, y + 11, figures.get().text()));
      svg.append(bar(PAD, y + 18, width - 2 * PAD, figures.get().share()));
    }
    return svg.toString();
  }

  private static String text(String style, double x, double y, String text) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(style, Numbers.text(x), Numbers.text(y), Markup.escape(text));
  }

  private static String badge(Badge badge, double x, double y) {
    double width = width(badge) - BADGE_GAP;
    return """
    <g><title>%s</title><rect class="badge" x="%s" y="%s" width="%s" height="18" rx="9"/>\
    <text class="small middle" x="%s" y="%s">%s</text></g>
    """
        .formatted(
            Markup.escape(badge.meaning()),
            Numbers.text(x),
            Numbers.text(y),
            Numbers.text(width),
            Numbers.text(x + width / 2),
            Numbers.text(y + 12.8),
            Markup.escape(fit(badge)));
  }

  private static String bar(double x, double y, double width, double share) {
    var rect = "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"4\" rx=\"2\"/>\n";
    double done = Math.clamp(share, 0, 1) * width;
    return rect.formatted("track", Numbers.text(x), Numbers.text(y), Numbers.text(width))
        + rect.formatted("share", Numbers.text(x), Numbers.text(y), Numbers.text(done));
  }

  private static double width(Badge badge) {
    return Lettering.SMALL.width(fit(badge)) + 2 * BADGE_PAD + BADGE_GAP;
  }

  private static String fit(Badge badge) {
    return Lettering.SMALL.fit(badge.text(), MOST - 2 * BADGE_PAD);
  }

  private static List<List<Badge>> rows(List<Badge> badges) {
    var rows = new ArrayList<List<Badge>>();
    double used = Double.MAX_VALUE;
    for (var badge : badges) {
      if (used + width(badge) - BADGE_GAP > MOST) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.getLast().add(badge);
      used += width(badge);
    }
    return rows;
  }
}
