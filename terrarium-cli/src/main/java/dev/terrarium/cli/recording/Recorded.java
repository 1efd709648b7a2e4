package dev.terrarium.cli.recording;

import dev.terrarium.cli.input.InputException;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.run.Feed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A recording that was read: what ran, and the items to run again.
///
/// @param items what was read from the input; or what entered a node
/// @param missed how many events the recording lacks
public record Recorded(Header header, List<@Nullable Object> items, long missed) {
  /// Reads a recording.
  ///
  /// @param file its name, for messages
  /// @param lines the values of its lines
  /// @param from the node to take items from; otherwise the input
  /// @throws RecordingException if it is none, has no end, or holds an item that cannot be run
  ///   again
  public static Recorded read(
      String file, Iterator<? extends @Nullable Object> lines, Optional<String> from) {
    var header = header(file, lines);
    var items = new ArrayList<@Nullable Object>();
    long number = 1;
    while (lines.hasNext()) {
      var line = Line.of(file, ++number, lines.next());
      if (line.has("recording")) {
        return new Recorded(header, items, missed(line));
      }
      if (isWanted(line, from)) {
        items.add(value(line));
      }
    }
    throw new RecordingException(
        file
            + ", line "
            + number
            + ": the recording breaks off: its last line, which says whether it is complete, is"
            + " missing.");
  }

  private static Header header(String file, Iterator<? extends @Nullable Object> lines) {
    try {
      if (lines.hasNext() && lines.next() instanceof Map<?, ?> first) {
        return Header.of(new Line(file, 1, first));
      }
    } catch (InputException unreadable) {
      if (!unreadable.isOfTheText()) {
        throw unreadable;
      }
    }
    throw RecordingException.none(file);
  }

  /// Returns what to feed the pipeline with.
  ///
  /// @param isExcerpt whether the items are those of a node
  public Feed feed(boolean isExcerpt) {
    return switch (header.feed()) {
      case "batch" -> new Feed.Batch(items);
      case "none" -> isExcerpt ? new Feed.Stream(items.iterator()) : new Feed.None();
      default -> new Feed.Stream(items.iterator());
    };
  }

  /// Whether outputs should leave one by one.
  public boolean isStream() {
    return !header.feed().equals("batch");
  }

  private static boolean isWanted(Line line, Optional<String> from) {
    var event = line.text("event");
    return from.map(node -> event.equals("entered") && node.equals(line.get("node")))
        .orElse(event.equals("read"));
  }

  private static @Nullable Object value(Line line) {
    if (line.has("value")) {
      return line.get("value");
    }
    if (line.has("audio")) {
      return frame(line);
    }
    var node = line.get("node");
    throw line.fault(
        "item "
            + line.get("item")
            + (node == null ? " of the input" : " of node " + node)
            + " is "
            + line.get("described")
            + ", which JSON cannot say: nothing can be run again from there; --from another node"
            + " may do");
  }

  private static AudioFrame frame(Line line) {
    if (line.get("audio") instanceof List<?> pair
        && pair.size() == 2
        && pair.getFirst() instanceof List<?> channels
        && !channels.isEmpty()
        && pair.getLast() instanceof Long rate) {
      var samples =
          channels.stream().map(channel -> samples(line, channel)).toArray(float[][]::new);
      try {
        return AudioFrame.copyOf(Math.toIntExact(rate), samples);
      } catch (IllegalArgumentException | ArithmeticException wrong) {
        throw line.fault("'audio' is no sound: " + wrong.getMessage());
      }
    }
    throw line.fault("'audio' is no pair of channels and a rate");
  }

  private static float[] samples(Line line, @Nullable Object channel) {
    if (!(channel instanceof List<?> list) || !list.stream().allMatch(Number.class::isInstance)) {
      throw line.fault("a channel of 'audio' is no list of numbers");
    }
    var samples = new float[list.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = ((Number) list.get(i)).floatValue();
    }
    return samples;
  }

  private static long missed(Line line) {
    if (line.get("missed") instanceof Long count) {
      return count;
    }
    throw line.fault("'missed' is missing, or no number");
  }
}
