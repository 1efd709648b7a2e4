package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The layers of one part of a scene, each a list of spots from top to bottom.
///
/// A link that goes over several layers has a spot in each of those between, so that every step
/// leads from one layer to the next.
final class Layers {
  /// How far below the middle a low link leaves, as a part of the height.
  private static final double LOW = 0.28;

  private final List<List<Spot>> layers = new ArrayList<>();
  private final Map<Integer, Spot> spots = new HashMap<>();
  private final Map<Integer, List<Step>> steps = new HashMap<>();

  Layers(Scene scene, Ranks ranks, List<Integer> part) {
    int first = part.stream().mapToInt(ranks::layerOf).min().orElseThrow();
    for (int block : part) {
      var spot = new Spot(block, scene.blocks().get(block).height());
      spots.put(block, spot);
      add(spot, ranks.layerOf(block) - first);
    }
    for (var wire : ranks.wires()) {
      var from = spots.get(wire.from());
      var to = spots.get(wire.to());
      if (from != null && to != null) {
        boolean low = scene.links().get(wire.link()).low() && !wire.turned();
        int begin = ranks.layerOf(wire.from()) - first;
        int end = ranks.layerOf(wire.to()) - first;
        steps.put(wire.link(), connect(from, to, begin, end, low ? LOW * from.height : 0));
      }
    }
    layers.forEach(Layers::number);
  }

  List<List<Spot>> all() {
    return layers;
  }

  List<Spot> get(int layer) {
    return layers.get(layer);
  }

  int size() {
    return layers.size();
  }

  Spot spotOf(int block) {
    return known(spots, block);
  }

  /// Returns the steps of each link of this part, by the link's place in the scene.
  Map<Integer, List<Step>> steps() {
    return steps;
  }

  /// Tells the spots of a layer where they stand.
  static void number(List<Spot> layer) {
    for (int i = 0; i < layer.size(); i++) {
      layer.get(i).position = i;
    }
  }

  private List<Step> connect(Spot from, Spot to, int begin, int end, double exit) {
    var path = new ArrayList<Step>();
    var at = from;
    for (int layer = begin + 1; layer <= end; layer++) {
      var next = layer == end ? to : Spot.passing();
      if (next.isPassing()) {
        add(next, layer);
      }
      var step = new Step(at, next, at.isPassing() ? 0 : exit);
      at.outs.add(step);
      next.ins.add(step);
      path.add(step);
      at = next;
    }
    return path;
  }

  private void add(Spot spot, int layer) {
    while (layers.size() <= layer) {
      layers.add(new ArrayList<>());
    }
    layers.get(layer).add(spot);
  }

  private static Spot known(Map<Integer, Spot> spots, int block) {
    var spot = spots.get(block);
    if (spot == null) {
      throw new IllegalArgumentException("Block " + block + " is in another part");
    }
    return spot;
  }
}
