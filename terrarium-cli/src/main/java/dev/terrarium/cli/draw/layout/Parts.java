package dev.terrarium.cli.draw.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The parts of a scene that no link connects, in the order of their first blocks.
final class Parts {
  private final int[] leader;

  private Parts(Scene scene) {
    leader = new int[scene.blocks().size()];
    for (int i = 0; i < leader.length; i++) {
      leader[i] = i;
    }
    for (var link : scene.links()) {
      int one = leaderOf(link.from());
      int other = leaderOf(link.to());
      leader[Math.max(one, other)] = Math.min(one, other);
    }
  }

  /// Returns the blocks of each part, in the order of the scene.
  static List<List<Integer>> of(Scene scene) {
    var parts = new Parts(scene);
    var blocks = new LinkedHashMap<Integer, List<Integer>>();
    for (int i = 0; i < parts.leader.length; i++) {
      blocks.computeIfAbsent(parts.leaderOf(i), _ -> new ArrayList<>()).add(i);
    }
    return List.copyOf(blocks.values());
  }

  private int leaderOf(int block) {
    int at = block;
    while (leader[at] != at) {
      leader[at] = leader[leader[at]];
      at = leader[at];
    }
    return at;
  }
}
