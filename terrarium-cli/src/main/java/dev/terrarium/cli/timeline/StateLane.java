package dev.terrarium.cli.timeline;

import dev.terrarium.cli.report.Amounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The states of safety, as bands.
final class StateLane implements Lane {
  private final List<Moment.State> states;
  private final long end;

  /// @param end when the timeline ends
  StateLane(List<Moment.State> states, long end) {
    var inOrder = new ArrayList<>(states);
    inOrder.sort(Comparator.comparingLong(Moment.State::at));
    this.states = List.copyOf(inOrder);
    this.end = end;
  }

  @Override
  public String label() {
    return "safety";
  }

  @Override
  public int height() {
    return 30;
  }

  @Override
  public void draw(Ink ink, Scale scale, double top) {
    for (int i = 0; i < states.size(); i++) {
      var state = states.get(i);
      long until = i + 1 < states.size() ? states.get(i + 1).at() : Math.max(end, state.at());
      if (scale.shows(state.at(), until)) {
        band(ink, scale, top, new Moment.State(state.at(), state.state()), until);
      }
    }
  }

  private static void band(Ink ink, Scale scale, double top, Moment.State state, long until) {
    double left = scale.x(state.at());
    double width = Math.max(1.5, scale.x(until) - left);
    var title = "%s for %s".formatted(state.state(), Amounts.nanos(until - state.at()));
    ink.bar("band " + state.state(), left, top + 4, new Ink.Size(width, 22), title);
    ink.textWithin("in " + state.state(), left + 8, top + 19, width, state.state());
  }
}
