package dev.terrarium.message.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The name of a topic: segments from the general to the particular, such as `sensor.camera.rgbd`.
///
/// A segment is made of `a` to `z`, `0` to `9` and `_`. The path without segments is [#ROOT]:
/// whoever subscribes there gets everything. A path knows its ancestors, so that going up allocates
/// nothing.
public final class TopicPath implements Comparable<TopicPath> {
  /// The path without segments, an ancestor of all others.
  public static final TopicPath ROOT = new TopicPath(null, "", List.of());

  private static final int MOST_SEGMENTS = 32;
  private static final int LONGEST_SEGMENT = 128;

  /// Where both state machines of a robot tell of their changes.
  public static final TopicPath STATE_MACHINE = of(SourceType.STATE_MACHINE);

  /// Where faults of components are told.
  public static final TopicPath SAFETY_ERROR = of(SourceType.SAFETY, "error");

  private final @Nullable TopicPath parent;
  private final String text;
  private final List<String> segments;
  private final @Nullable SourceType source;
  private final int hash;

  private TopicPath(@Nullable TopicPath parent, String text, List<String> segments) {
    this.parent = parent;
    this.text = text;
    this.segments = segments;
    this.hash = text.hashCode();
    this.source = segments.isEmpty() ? null : SourceType.of(segments.getFirst()).orElse(null);
  }

  /// Reads a dotted path, such as `sensor.camera.rgbd`; the empty text is [#ROOT].
  ///
  /// @throws IllegalArgumentException if a segment is not as segments are
  public static TopicPath of(String dotted) {
    return dotted.isEmpty() ? ROOT : of(Arrays.asList(dotted.split("\\.", -1)));
  }

  /// Makes a path of its segments; of none it is [#ROOT].
  ///
  /// @throws IllegalArgumentException if a segment is not as segments are
  public static TopicPath of(List<String> segments) {
    var path = ROOT;
    for (var segment : segments) {
      path = path.child(segment);
    }
    return path;
  }

  /// Makes a path under a source type.
  public static TopicPath of(SourceType source, String... segments) {
    var path = ROOT.child(source.segment());
    for (var segment : segments) {
      path = path.child(segment);
    }
    return path;
  }

  /// Returns the path one segment below this one.
  ///
  /// @throws IllegalArgumentException if the segment is not as segments are
  public TopicPath child(String segment) {
    check(segment);
    var all = new ArrayList<>(segments);
    all.add(segment);
    return new TopicPath(this, text.isEmpty() ? segment : text + "." + segment, List.copyOf(all));
  }

  private void check(String segment) {
    boolean fits = !segment.isEmpty() && segment.length() <= LONGEST_SEGMENT;
    for (int i = 0; fits && i < segment.length(); i++) {
      char c = segment.charAt(i);
      fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "Segment "
              + (segments.size() + 1)
              + " of a topic's path is "
              + (segment.length() > LONGEST_SEGMENT
                  ? segment.length() + " characters long"
                  : "\"" + segment + "\"")
              + (text.isEmpty() ? "" : ", after " + text)
              + "; a segment is 1 to "
              + LONGEST_SEGMENT
              + " of a-z, 0-9 and _, as in sensor.camera.rgbd");
    }
    if (segments.size() == MOST_SEGMENTS) {
      throw new IllegalArgumentException(
          "A topic's path has more than " + MOST_SEGMENTS + " segments: " + text + "…");
    }
  }

  /// Returns its segments, the general first.
  public List<String> segments() {
    return segments;
  }

  /// Returns it with dots; of [#ROOT] the empty text.
  public String text() {
    return text;
  }

  /// Returns the path without the last segment, or null of [#ROOT].
  public @Nullable TopicPath parent() {
    return parent;
  }

  /// Returns the kind of source that it begins with, if it is one.
  public Optional<SourceType> source() {
    return Optional.ofNullable(source);
  }

  /// Whether what is published here must arrive: see [SourceType#isUrgent].
  public boolean isUrgent() {
    return source != null && source.isUrgent();
  }

  /// Whether only the runtime itself publishes here: see [SourceType#isReserved].
  public boolean isReserved() {
    return source != null && source.isReserved();
  }

  public boolean isRoot() {
    return parent == null;
  }

  /// Whether the other path is this one or lies below it.
  public boolean isPrefixOf(TopicPath other) {
    return other.segments.size() >= segments.size()
        && other.text.startsWith(text)
        && (text.isEmpty()
            || other.text.length() == text.length()
            || other.text.charAt(text.length()) == '.');
  }

  /// Returns the paths above this one, the nearest first, [#ROOT] last.
  public List<TopicPath> ancestors() {
    var ancestors = new ArrayList<TopicPath>(segments.size());
    for (var path = parent; path != null; path = path.parent) {
      ancestors.add(path);
    }
    return List.copyOf(ancestors);
  }

  @Override
  public int compareTo(TopicPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TopicPath that && hash == that.hash && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// Returns it with dots; of [#ROOT] `(everything)`.
  @Override
  public String toString() {
    return text.isEmpty() ? "(everything)" : text;
  }
}
