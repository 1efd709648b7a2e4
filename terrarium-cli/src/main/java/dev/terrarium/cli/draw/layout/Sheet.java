package dev.terrarium.cli.draw.layout;

import dev.terrarium.cli.draw.layout.Arrangement.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One part of a scene on paper: rows of columns, and lanes around the rows for the links that lead
/// from one to the next.
///
/// Those run to the right of their row, back below it, and down to the left of the next row. The
/// topmost has the outermost way on the right, the lowest below and the innermost on the left, so
/// that they do not cross.
final class Sheet {
  private static final double LANE = 12;
  private static final double MARGIN = 22;
  private static final double GUTTER = 26;

  /// The way of a step into the next row.
  private record Lane(double right, double below, double left) {}

  private final Layers layers;
  private final Columns columns;
  private final double[] left;
  private final Map<Spot, Integer> layerOf = new HashMap<>();
  private final Map<Step, Lane> lanes = new HashMap<>();
  private double width;
  private double bottom;

  Sheet(Layers layers, Columns columns, double top) {
    this.layers = layers;
    this.columns = columns;
    this.left = new double[layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      for (var spot : layers.get(i)) {
        layerOf.put(spot, i);
      }
    }
    bottom = top;
    placeColumns();
    placeRows();
  }

  double width() {
    return width;
  }

  double bottom() {
    return bottom;
  }

  Frame frame(int block) {
    var spot = layers.spotOf(block);
    int layer = layer(spot);
    return new Frame(left[layer], spot.top(), columns.width(layer), spot.height);
  }

  Route route(List<Step> steps) {
    var first = steps.getFirst();
    var pen = new Pen(right(layer(first.from)), first.leaves());
    for (var step : steps) {
      int from = layer(step.from);
      pen.lineTo(right(from), step.leaves());
      var lane = lanes.get(step);
      if (lane == null) {
        pen.lineTo(right(from) + columns.after(from), step.leaves());
        pen.swingTo(left[from + 1] - columns.before(from + 1), step.arrives());
      } else {
        pen.turnAt(lane.right(), step.leaves(), lane.right(), lane.below());
        pen.turnAt(lane.right(), lane.below(), lane.left(), lane.below());
        pen.turnAt(lane.left(), lane.below(), lane.left(), step.arrives());
        pen.turnAt(lane.left(), step.arrives(), left[from + 1], step.arrives());
      }
      pen.lineTo(left[from + 1], step.arrives());
    }
    return pen.route();
  }

  private int layer(Spot spot) {
    var layer = layerOf.get(spot);
    if (layer == null) {
      throw new IllegalArgumentException("The spot is on another sheet");
    }
    return layer;
  }

  private double right(int layer) {
    return left[layer] + columns.width(layer);
  }

  /// Settles each row's heights first: steep steps ask for wider gaps.
  private void placeColumns() {
    var rows = columns.rows();
    int most = 0;
    double room = 0;
    for (var row : rows) {
      Levels.settle(layers.all().subList(row.from(), row.to()));
      most = Math.max(most, leadingOn(row).size());
      room = Math.max(room, columns.before(row.from()));
    }
    double lanesWidth = most == 0 ? 0 : MARGIN + LANE * (most - 1);
    for (var row : rows) {
      double x = lanesWidth + room;
      for (int i = row.from(); i < row.to(); i++) {
        left[i] = x;
        x += columns.width(i) + (i + 1 < row.to() ? columns.gap(i) : columns.after(i));
      }
      width = Math.max(width, x + lanesWidth);
    }
  }

  private List<Step> leadingOn(Columns.Row row) {
    return row.to() < layers.size() ? columns.stepsAfter(row.to() - 1) : List.of();
  }

  private void placeRows() {
    for (var row : columns.rows()) {
      double highest = Double.MAX_VALUE;
      double lowest = -Double.MAX_VALUE;
      var spots = new ArrayList<Spot>();
      layers.all().subList(row.from(), row.to()).forEach(spots::addAll);
      for (var spot : spots) {
        highest = Math.min(highest, spot.top());
        lowest = Math.max(lowest, spot.bottom());
      }
      for (var spot : spots) {
        spot.middle += bottom - highest;
      }
      bottom += lowest - highest;
      var on = leadingOn(row);
      if (!on.isEmpty()) {
        placeLanes(row, on);
        bottom += 2 * GUTTER + LANE * (on.size() - 1);
      }
    }
  }

  private void placeLanes(Columns.Row row, List<Step> steps) {
    var sorted = new ArrayList<>(steps);
    sorted.sort(
        Comparator.comparingDouble(Step::leaves).thenComparingInt(step -> step.to.position));
    double right = right(row.to() - 1) + columns.after(row.to() - 1) + MARGIN;
    double outside = left[row.to()] - columns.before(row.to()) - MARGIN;
    for (int i = 0; i < sorted.size(); i++) {
      int outer = sorted.size() - 1 - i;
      double below = bottom + GUTTER + LANE * outer;
      lanes.put(sorted.get(i), new Lane(right + LANE * outer, below, outside - LANE * i));
    }
  }
}
