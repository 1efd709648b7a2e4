package dev.terrarium.cli.draw.layout;

import java.util.Comparator;
import java.util.List;

/// Gives each spot of some neighbouring layers its height, so that steps are as level as the order
/// in the layers allows.
///
/// A layer at a time, each spot wants the weighted mean of what would level its steps. The heights
/// that keep order and distance, and are nearest to what is wanted in the sense of least squares,
/// are found by pooling neighbours that want to pass each other.
final class Levels {
  private static final int ROUNDS = 12;
  private static final double BOX_GAP = 30;
  private static final double LINK_GAP = 20;
  private static final double PORT_GAP = 20;
  private static final double WEAK = 0.01;

  private final List<List<Spot>> layers;

  private Levels(List<List<Spot>> layers) {
    this.layers = layers;
  }

  /// Returns the height that a block needs for this many links to arrive apart from each other.
  static double portsHeight(int links) {
    return PORT_GAP * links + 8;
  }

  /// Lets low links that lead above all others of their block leave above its middle instead, so
  /// that they do not cross those.
  static void turnExits(Layers layers) {
    for (var layer : layers.all()) {
      for (var spot : layer) {
        int highest =
            spot.outs.stream()
                .filter(step -> step.exit == 0)
                .mapToInt(step -> step.to.position)
                .min()
                .orElse(0);
        for (var step : spot.outs) {
          step.exit = step.to.position < highest ? -step.exit : step.exit;
        }
      }
    }
  }

  /// Spreads the links that arrive at each block, in the order in which they come.
  static void spreadEntries(Layers layers) {
    for (var layer : layers.all()) {
      for (var spot : layer) {
        if (!spot.isPassing()) {
          spot.ins.sort(
              Comparator.comparingInt((Step step) -> step.from.position)
                  .thenComparingDouble(step -> step.exit));
          for (int i = 0; i < spot.ins.size(); i++) {
            spot.ins.get(i).entry = (i - (spot.ins.size() - 1) / 2.0) * PORT_GAP;
          }
        }
      }
    }
  }

  /// @param layers those that stand beside each other in one row
  static void settle(List<List<Spot>> layers) {
    new Levels(layers).settle();
  }

  private void settle() {
    layers.forEach(Levels::stack);
    for (int round = 0; round < ROUNDS; round++) {
      boolean both = round > 2;
      for (int i = 1; i < layers.size(); i++) {
        place(i, true, both);
      }
      for (int i = layers.size() - 2; i >= 0; i--) {
        place(i, both, true);
      }
    }
  }

  private static void stack(List<Spot> layer) {
    double at = 0;
    for (int i = 0; i < layer.size(); i++) {
      at += i == 0 ? 0 : distance(layer.get(i - 1), layer.get(i));
      layer.get(i).middle = at;
    }
    for (var spot : layer) {
      spot.middle -= at / 2;
    }
  }

  private static double distance(Spot upper, Spot lower) {
    boolean boxes = !upper.isPassing() && !lower.isPassing();
    boolean links = upper.isPassing() && lower.isPassing();
    double gap = boxes ? BOX_GAP : links ? LINK_GAP : (BOX_GAP + LINK_GAP) / 2;
    return (upper.height + lower.height) / 2 + gap;
  }

  private void place(int index, boolean byIns, boolean byOuts) {
    var layer = layers.get(index);
    double[] wanted = new double[layer.size()];
    double[] weight = new double[layer.size()];
    double[] offset = new double[layer.size()];
    for (int i = 0; i < layer.size(); i++) {
      var spot = layer.get(i);
      offset[i] = i == 0 ? 0 : offset[i - 1] + distance(layer.get(i - 1), spot);
      double sum = WEAK * spot.middle;
      weight[i] = WEAK;
      for (var step : byIns && index > 0 ? spot.ins : List.<Step>of()) {
        sum += step.weight() * (step.leaves() - step.entry);
        weight[i] += step.weight();
      }
      for (var step : byOuts && index + 1 < layers.size() ? spot.outs : List.<Step>of()) {
        sum += step.weight() * (step.arrives() - step.exit);
        weight[i] += step.weight();
      }
      wanted[i] = sum / weight[i] - offset[i];
    }
    pool(wanted, weight);
    for (int i = 0; i < layer.size(); i++) {
      layer.get(i).middle = wanted[i] + offset[i];
    }
  }

  /// Makes `values` ascend, with the least weighted change in squares.
  private static void pool(double[] values, double[] weights) {
    int[] ends = new int[values.length];
    double[] means = new double[values.length];
    double[] sums = new double[values.length];
    int pools = 0;
    for (int i = 0; i < values.length; i++) {
      ends[pools] = i + 1;
      means[pools] = values[i];
      sums[pools] = weights[i];
      pools++;
      while (pools > 1 && means[pools - 2] > means[pools - 1]) {
        double sum = sums[pools - 2] + sums[pools - 1];
        means[pools - 2] =
            (means[pools - 2] * sums[pools - 2] + means[pools - 1] * sums[pools - 1]) / sum;
        sums[pools - 2] = sum;
        ends[pools - 2] = ends[pools - 1];
        pools--;
      }
    }
    for (int pool = 0, i = 0; pool < pools; pool++) {
      while (i < ends[pool]) {
        values[i++] = means[pool];
      }
    }
  }
}
