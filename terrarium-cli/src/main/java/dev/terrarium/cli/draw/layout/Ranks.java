package dev.terrarium.cli.draw.layout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Gives each block a layer, so that links lead to later ones: the longest path to it.
///
/// A link that would close a cycle is turned around. A block that nothing leads to stands right
/// before the first that it leads to.
final class Ranks {
  /// A link as the layers see it.
  ///
  /// @param link its place in the scene
  /// @param turned whether it runs against the layers
  record Wire(int link, int from, int to, boolean turned) {}

  private final List<List<Wire>> outs = new ArrayList<>();
  private final List<List<Wire>> ins = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private final int[] layer;

  Ranks(Scene scene) {
    for (int i = 0; i < scene.blocks().size(); i++) {
      outs.add(new ArrayList<>());
      ins.add(new ArrayList<>());
    }
    layer = new int[outs.size()];
    var back = backward(scene);
    for (int i = 0; i < scene.links().size(); i++) {
      var link = scene.links().get(i);
      var wire =
          back[i]
              ? new Wire(i, link.to(), link.from(), true)
              : new Wire(i, link.from(), link.to(), false);
      wires.add(wire);
      outs.get(wire.from()).add(wire);
      ins.get(wire.to()).add(wire);
    }
    rank();
  }

  List<Wire> wires() {
    return wires;
  }

  int layerOf(int block) {
    return layer[block];
  }

  private void rank() {
    int[] missing = new int[layer.length];
    var ready = new ArrayDeque<Integer>();
    for (int i = 0; i < missing.length; i++) {
      missing[i] = ins.get(i).size();
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int block = ready.remove();
      for (var wire : outs.get(block)) {
        layer[wire.to()] = Math.max(layer[wire.to()], layer[block] + 1);
        if (--missing[wire.to()] == 0) {
          ready.add(wire.to());
        }
      }
    }
    for (int i = 0; i < layer.length; i++) {
      if (ins.get(i).isEmpty()) {
        layer[i] = outs.get(i).stream().mapToInt(wire -> layer[wire.to()]).min().orElse(1) - 1;
      }
    }
  }

  /// Finds the links that lead back to a block from which a walk is still under way.
  private static boolean[] backward(Scene scene) {
    var leaving = new ArrayList<List<Integer>>();
    scene.blocks().forEach(_ -> leaving.add(new ArrayList<>()));
    for (int i = 0; i < scene.links().size(); i++) {
      leaving.get(scene.links().get(i).from()).add(i);
    }
    var walk = new Walk(scene, leaving);
    for (int block = 0; block < leaving.size(); block++) {
      walk.from(block);
    }
    return walk.back;
  }

  /// A walk in depth, without recursion: chains may be long.
  private static final class Walk {
    private final Scene scene;
    private final List<List<Integer>> leaving;
    private final boolean[] back;
    private final boolean[] underWay;
    private final int[] next;

    Walk(Scene scene, List<List<Integer>> leaving) {
      this.scene = scene;
      this.leaving = leaving;
      back = new boolean[scene.links().size()];
      underWay = new boolean[leaving.size()];
      next = new int[leaving.size()];
      Arrays.fill(next, -1);
    }

    void from(int start) {
      if (next[start] >= 0) {
        return;
      }
      var path = new ArrayDeque<Integer>();
      enter(start, path);
      while (!path.isEmpty()) {
        int block = path.getLast();
        if (next[block] == leaving.get(block).size()) {
          underWay[block] = false;
          path.removeLast();
          continue;
        }
        int link = leaving.get(block).get(next[block]++);
        int to = scene.links().get(link).to();
        if (underWay[to]) {
          back[link] = true;
        } else if (next[to] < 0) {
          enter(to, path);
        }
      }
    }

    private void enter(int block, ArrayDeque<Integer> path) {
      next[block] = 0;
      underWay[block] = true;
      path.addLast(block);
    }
  }
}
