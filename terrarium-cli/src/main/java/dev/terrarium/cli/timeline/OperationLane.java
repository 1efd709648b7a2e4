package dev.terrarium.cli.timeline;

import dev.terrarium.cli.report.Amounts;
import java.util.List;

/// What an interpreter did: one operation at a time, a thick bar for each, and a thin one for the
/// time that it waited. One that was interrupted has a ragged end.
///
/// @param label whose interpreter it is
record OperationLane(String label, List<Moment.Operation> operations) implements Lane {
  private static final String CUT = "0,0 0,5 4,8 -4,12 4,16 -4,20 0,23 0,28 7,28 7,0";

  @Override
  public int height() {
    return 48;
  }

  @Override
  public void draw(Ink ink, Scale scale, double top) {
    for (var operation : operations) {
      if (scale.shows(operation.asked(), operation.ended())) {
        draw(ink, scale, top, operation);
      }
    }
    operations.stream()
        .filter(operation -> operation.ending().isInterrupted())
        .filter(operation -> scale.shows(operation.ended(), operation.ended()))
        .forEach(operation ->
            ink.shape("ragged", scale.x(operation.ended()), top + 6, CUT, title(operation)));
  }

  private static void draw(Ink ink, Scale scale, double top, Moment.Operation operation) {
    var title = title(operation);
    double asked = scale.x(operation.asked());
    double began = scale.x(operation.began());
    double ended = scale.x(operation.ended());
    if (began - asked > 0.5) {
      ink.bar("wait", asked, top + 38, new Ink.Size(began - asked, 3), title);
    }
    if (operation.ended() < scale.from()) {
      return;
    }
    double width = Math.max(1.5, ended - began);
    String kind = operation.kind().startsWith("policy ") ? "policy" : operation.kind();
    ink.bar("run " + kind, began, top + 6, new Ink.Size(width, 28), title);
    ink.textWithin("in", began + 8, top + 24, width - 6, operation.name());
  }

  private static String title(Moment.Operation operation) {
    var ending = operation.ending();
    return "%s %s: waited %s, ran %s, %s%s"
        .formatted(
            operation.kind(),
            operation.name(),
            Amounts.nanos(operation.began() - operation.asked()),
            Amounts.nanos(operation.ended() - operation.began()),
            ending.outcome(),
            ending.isInterrupted() ? ", " + ending.level() : "");
  }
}
