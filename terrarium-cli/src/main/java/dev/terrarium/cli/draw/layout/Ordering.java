package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Orders the spots within their layers so that few steps cross.
///
/// Sweeps to the right and to the left put each spot at the mean position of its neighbours in the
/// layer before; then neighbours change places wherever that saves crossings. The best order that
/// was met is kept.
final class Ordering {
  private static final int SWEEPS = 16;

  /// Beyond this many steps on one spot, changing places costs more time than it is worth.
  private static final int MANY = 200;

  private final List<List<Spot>> layers;

  private Ordering(List<List<Spot>> layers) {
    this.layers = layers;
  }

  static void improve(Layers layers) {
    new Ordering(layers.all()).improve();
  }

  private void improve() {
    var best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      if (sweep % 2 == 0) {
        for (int i = 1; i < layers.size(); i++) {
          sort(layers.get(i), spot -> spot.ins, step -> step.from);
        }
      } else {
        for (int i = layers.size() - 2; i >= 0; i--) {
          sort(layers.get(i), spot -> spot.outs, step -> step.to);
        }
      }
      layers.forEach(Ordering::exchange);
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).clear();
      layers.get(i).addAll(best.get(i));
      Layers.number(layers.get(i));
    }
  }

  private List<List<Spot>> copy() {
    return layers.stream().map(List::copyOf).toList();
  }

  private static void sort(
      List<Spot> layer, Function<Spot, List<Step>> steps, Function<Step, Spot> other) {
    Map<Spot, Double> means = new HashMap<>();
    for (var spot : layer) {
      means.put(
          spot,
          steps.apply(spot).stream()
              .mapToInt(step -> other.apply(step).position)
              .average()
              .orElse(spot.position));
    }
    layer.sort(Comparator.comparing(means::get));
    Layers.number(layer);
  }

  private static void exchange(List<Spot> layer) {
    for (int i = 0; i + 1 < layer.size(); i++) {
      var upper = layer.get(i);
      var lower = layer.get(i + 1);
      if (crossings(lower, upper) < crossings(upper, lower)) {
        layer.set(i, lower);
        layer.set(i + 1, upper);
        Layers.number(layer);
      }
    }
  }

  /// Counts the crossings between the steps of two neighbours, if `upper` stands above `lower`.
  private static long crossings(Spot upper, Spot lower) {
    return inversions(upper.ins, lower.ins, step -> step.from)
        + inversions(upper.outs, lower.outs, step -> step.to);
  }

  private static long inversions(List<Step> upper, List<Step> lower, Function<Step, Spot> other) {
    if (upper.size() > MANY || lower.size() > MANY) {
      return 0;
    }
    long count = 0;
    for (var one : upper) {
      for (var two : lower) {
        if (other.apply(one).position > other.apply(two).position) {
          count++;
        }
      }
    }
    return count;
  }

  private long crossings() {
    long sum = 0;
    for (int i = 0; i + 1 < layers.size(); i++) {
      sum += crossings(layers.get(i), layers.get(i + 1).size());
    }
    return sum;
  }

  /// Counts the crossings between a layer and the next, which has `width` spots: pairs of steps of
  /// which the one that begins higher ends lower. The counts of ends so far lie in a Fenwick tree.
  private static long crossings(List<Spot> layer, int width) {
    long[] tree = new long[width + 1];
    long crossings = 0;
    long before = 0;
    for (var spot : layer) {
      var ends = new ArrayList<Integer>();
      spot.outs.forEach(step -> ends.add(step.to.position));
      for (int end : ends) {
        long above = 0;
        for (int i = end + 1; i > 0; i -= i & -i) {
          above += tree[i];
        }
        crossings += before - above;
      }
      for (int end : ends) {
        for (int i = end + 1; i <= width; i += i & -i) {
          tree[i]++;
        }
      }
      before += ends.size();
    }
    return crossings;
  }
}
