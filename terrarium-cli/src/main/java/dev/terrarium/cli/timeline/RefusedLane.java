package dev.terrarium.cli.timeline;

import java.util.List;

/// What was refused, a mark for each.
record RefusedLane(List<Moment.Refused> refusals) implements Lane {
  @Override
  public String label() {
    return "refused";
  }

  @Override
  public int height() {
    return 26;
  }

  @Override
  public void draw(Ink ink, Scale scale, double top) {
    for (var refusal : refusals) {
      if (scale.shows(refusal.at(), refusal.at())) {
        ink.shape(
            "refusal",
            scale.x(refusal.at()),
            top + 13,
            "0,-6 6,0 0,6 -6,0",
            refusal.what() + ": " + refusal.code());
      }
    }
  }
}
