package dev.terrarium.cli.draw.layout;

import dev.terrarium.cli.draw.layout.Arrangement.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lays a scene out in layers from left to right; parts that nothing connects stand below each
/// other. The same scene is always laid out alike.
public final class Layout {
  private static final double PART_GAP = 44;

  private final Scene scene;
  private final Map<Integer, Frame> frames = new TreeMap<>();
  private final Map<Integer, Route> routes = new TreeMap<>();
  private double width;
  private double height;

  private Layout(Scene scene) {
    this.scene = scene;
  }

  /// Lays out a scene.
  public static Arrangement of(Scene scene) {
    var layout = new Layout(roomForEntries(scene));
    return layout.arrange();
  }

  private Arrangement arrange() {
    var ranks = new Ranks(scene);
    for (var part : Parts.of(scene)) {
      if (height > 0) {
        height += PART_GAP;
      }
      var layers = new Layers(scene, ranks, part);
      Ordering.improve(layers);
      Levels.turnExits(layers);
      Levels.spreadEntries(layers);
      var sheet = new Sheet(layers, new Columns(layers, scene), height);
      for (int block : part) {
        frames.put(block, sheet.frame(block));
      }
      layers
          .steps()
          .forEach((link, steps) -> {
            var route = sheet.route(steps);
            boolean turned = steps.getFirst().from.block != scene.links().get(link).from();
            routes.put(link, turned ? route.reversed() : route);
          });
      width = Math.max(width, sheet.width());
      height = sheet.bottom();
    }
    return new Arrangement(
        width, height, List.copyOf(frames.values()), List.copyOf(routes.values()));
  }

  /// Makes blocks at which many links arrive high enough for them.
  private static Scene roomForEntries(Scene scene) {
    int[] entries = new int[scene.blocks().size()];
    scene.links().forEach(link -> entries[link.to()]++);
    var blocks = new ArrayList<Scene.Block>();
    for (int i = 0; i < entries.length; i++) {
      var block = scene.blocks().get(i);
      double height = Math.max(block.height(), Levels.portsHeight(entries[i]));
      blocks.add(new Scene.Block(block.width(), height, block.before(), block.after()));
    }
    return new Scene(blocks, scene.links(), scene.measure());
  }
}
