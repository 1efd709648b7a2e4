package dev.terrarium.cli.draw;

import java.util.List;
import java.util.Optional;

/// What is drawn: boxes, and arrows between them.
///
/// @param title the pipeline's name
/// @param description what its author says about it, or nothing
/// @param arrows between boxes, which they name by their place in `boxes`
public record Drawing(String title, String description, List<Box> boxes, List<Arrow> arrows) {
  public Drawing {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /// A node, or where failed items go.
  ///
  /// @param id its name
  /// @param type its `node_type`, or what else it is
  /// @param badges what is said of how it runs
  /// @param ends what comes in from outside, and goes out
  /// @param figures what it did in a run, if there was one
  public record Box(
      String id, String type, Kind kind, List<Badge> badges, Ends ends, Optional<Figures> figures) {
    public Box {
      badges = List.copyOf(badges);
    }
  }

  /// What a box stands for.
  public enum Kind {
    JAVA("Java"),
    PYTHON("Python"),
    /// Takes failed items, and is no node.
    LETTERS("Failed items");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// Returns its name.
    public String word() {
      return word;
    }
  }

  /// A word about how a node runs.
  ///
  /// @param text a few characters
  /// @param meaning the same in words, without an end
  public record Badge(String text, String meaning) {}

  /// What a box takes from outside of the pipeline, and gives to it; empty where it does not.
  public record Ends(Optional<String> input, Optional<String> output) {}

  /// What a node did in a run.
  ///
  /// @param text a few words
  /// @param share its part of the run's time, from 0 to 1
  public record Figures(String text, double share) {}

  /// What flows from one box to another.
  ///
  /// @param failures whether it is the items that failed
  /// @param number its place among those that arrive at the same box, from 1, where there are
  ///   several
  /// @param label a few words about a run, or nothing
  public record Arrow(int from, int to, boolean failures, Optional<Integer> number, String label) {}
}
