package dev.terrarium.cli.profile;

import dev.terrarium.session.sampling.Frame;
import dev.terrarium.session.sampling.StackProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A frame, how many samples it was met in, and what stood on it.
final class Flame {
  private static final Comparator<Flame> ORDER =
      Comparator.comparing((Flame flame) -> flame.frame.kind() == Frame.Kind.WAITING)
          .thenComparing(flame -> flame.frame.name())
          .thenComparing(flame -> flame.frame.place());

  private final Frame frame;
  private final Map<Frame, Flame> above = new LinkedHashMap<>();
  private long samples;
  private long own;

  private Flame(Frame frame) {
    this.frame = frame;
  }

  /// Returns the threads of a profile, each with all that stands on it.
  static List<Flame> of(StackProfile profile) {
    var root = new Flame(new Frame(Frame.Kind.THREAD, "", ""));
    profile.stacks().forEach(root::add);
    return root.above();
  }

  private void add(List<Frame> stack, long count) {
    var flame = this;
    for (var each : stack) {
      flame = flame.above.computeIfAbsent(each, Flame::new);
      flame.samples += count;
    }
    flame.own += count;
  }

  Frame frame() {
    return frame;
  }

  /// Returns how many samples it was met in.
  long samples() {
    return samples;
  }

  /// Returns how many samples it was the innermost of.
  long own() {
    return own;
  }

  /// Returns what stood on it, by name, waiting last.
  List<Flame> above() {
    return above.values().stream().sorted(ORDER).toList();
  }

  /// Returns how many frames stand on each other at most.
  static int height(Collection<Flame> flames) {
    int height = 0;
    var level = new ArrayList<>(flames);
    while (!level.isEmpty()) {
      height++;
      var next = new ArrayList<Flame>();
      level.forEach(flame -> next.addAll(flame.above.values()));
      level = next;
    }
    return height;
  }
}
