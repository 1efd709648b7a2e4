package dev.terrarium.cli.timeline;

import static dev.terrarium.cli.timeline.Scale.number;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.timeline.Timeline.Box;
import dev.terrarium.cli.timeline.Timeline.Sighting;

/// What was found in the last picture, drawn over it.
record SightingSection(Sighting sighting) {
  String html() {
    var boxes = new StringBuilder();
    for (int i = 0; i < sighting.boxes().size(); i++) {
      boxes.append(box(i + 1, sighting.boxes().get(i)));
    }
    int count = sighting.boxes().size();
    return """
    <section aria-labelledby="seen"><h2 id="seen">Seen last</h2>
    <figure class="seen"><svg viewBox="0 0 %d %d" role="img" aria-label="The last picture, and what was found in it">
    <image width="%d" height="%d" href="data:image/png;base64,%s"/>
    %s</svg>
    <figcaption>%s in a picture of %d × %d.</figcaption></figure>
    </section>
    """
        .formatted(
            sighting.width(),
            sighting.height(),
            sighting.width(),
            sighting.height(),
            Markup.escape(sighting.png()),
            boxes,
            count == 1 ? "1 object" : count + " objects",
            sighting.width(),
            sighting.height());
  }

  private static String box(int index, Box box) {
    return "<rect class=\"found\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/><text x=\"%s\" y=\"%s\">%d</text>\n"
        .formatted(
            number(box.x()),
            number(box.y()),
            number(box.width()),
            number(box.height()),
            number(box.x() + 2),
            number(Math.max(9, box.y() - 3)),
            index);
  }
}
