package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A drawing in words, for those who do not see it.
final class Words {
  private Words() {}

  static String of(Drawing drawing) {
    long count = drawing.boxes().stream().filter(box -> box.kind() != Kind.LETTERS).count();
    var sentences = new ArrayList<String>();
    sentences.add("A pipeline of " + count + (count == 1 ? " node." : " nodes."));
    for (int i = 0; i < drawing.boxes().size(); i++) {
      var box = drawing.boxes().get(i);
      sentences.add(
          box.id()
              + " is "
              + box.type()
              + targets(drawing, i, false, ", and feeds ")
              + targets(drawing, i, true, "; what fails goes to ")
              + ".");
    }
    return String.join(" ", sentences);
  }

  private static String targets(Drawing drawing, int from, boolean failures, String lead) {
    List<String> targets =
        drawing.arrows().stream()
            .filter(arrow -> arrow.from() == from && arrow.failures() == failures)
            .map(arrow -> drawing.boxes().get(arrow.to()).id())
            .toList();
    return targets.isEmpty() ? "" : targets.stream().collect(Collectors.joining(", ", lead, ""));
  }
}
