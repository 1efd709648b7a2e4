package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How wide each layer is, how far it stands from the next, and in which row.
///
/// Layers that do not fit into the measure go on in a further row, where the fewest steps lead on.
/// In several rows all columns are alike, so that they stand below each other.
final class Columns {
  private static final double BEND = 44;
  private static final double STEEPNESS = 0.16;
  private static final double WIDEST_BEND = 130;

  /// The part of the longest row that a row may be shortened to, to break where fewer steps lead
  /// on.
  private static final double SHORTEST = 0.5;

  /// One row of layers.
  record Row(int from, int to) {}

  private final Layers layers;
  private final double[] width;
  private final double[] before;
  private final double[] after;
  private final List<Row> rows;

  Columns(Layers layers, Scene scene) {
    this.layers = layers;
    width = new double[layers.size()];
    before = new double[layers.size()];
    after = new double[layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      for (var spot : layers.get(i)) {
        if (!spot.isPassing()) {
          var block = scene.blocks().get(spot.block);
          width[i] = Math.max(width[i], block.width());
          before[i] = Math.max(before[i], block.before());
          after[i] = Math.max(after[i], block.after());
        }
      }
    }
    var found = rows(scene.measure());
    if (found.size() > 1) {
      level(width);
      level(before);
      level(after);
      found = rows(scene.measure());
    }
    rows = found;
  }

  List<Row> rows() {
    return rows;
  }

  double width(int layer) {
    return width[layer];
  }

  double before(int layer) {
    return before[layer];
  }

  double after(int layer) {
    return after[layer];
  }

  /// Returns the distance to the next layer: wider where steps are steep.
  double gap(int layer) {
    double steepest = 0;
    for (var spot : layers.get(layer)) {
      for (var step : spot.outs) {
        steepest = Math.max(steepest, Math.abs(step.leaves() - step.arrives()));
      }
    }
    double bend = Math.min(WIDEST_BEND, BEND + STEEPNESS * steepest);
    return after[layer] + bend + before[layer + 1];
  }

  /// Returns the steps from a layer to the next, by the places where they leave.
  List<Step> stepsAfter(int layer) {
    var steps = new ArrayList<Step>();
    layers.get(layer).forEach(spot -> steps.addAll(spot.outs));
    return steps;
  }

  private List<Row> rows(double measure) {
    var found = new ArrayList<Row>();
    int from = 0;
    while (from < layers.size()) {
      double reach = before[from] + width[from] + after[from];
      int most = from + 1;
      while (most < layers.size()) {
        reach += BEND + before[most] + width[most] + after[most];
        if (reach > measure) {
          break;
        }
        most++;
      }
      int to = most == layers.size() ? most : bestBreak(from, most);
      found.add(new Row(from, to));
      from = to;
    }
    return found;
  }

  private int bestBreak(int from, int most) {
    int best = most;
    int shortest = from + Math.max(1, (int) Math.ceil((most - from) * SHORTEST));
    for (int at = most - 1; at >= shortest; at--) {
      if (stepsAfter(at - 1).size() < stepsAfter(best - 1).size()) {
        best = at;
      }
    }
    return best;
  }

  private static void level(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    Arrays.fill(values, most);
  }
}
