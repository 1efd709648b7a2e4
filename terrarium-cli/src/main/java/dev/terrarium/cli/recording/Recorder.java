package dev.terrarium.cli.recording;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Values;
import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.pipeline.json.OutputException;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Observer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes down what is read from the input, and what enters and leaves each node, a line each,
/// until there is no more room; from then on it counts what is missed.
///
/// Safe to use from the threads of a run.
public final class Recorder implements Observer {
  private final Consumer<String> lines;
  private final long limit;
  private long written;
  private long events;
  private long missed;
  private boolean hasEnded;

  /// @param limit bytes, the last line aside
  /// @param lines takes each line, without its end
  public Recorder(Header header, long limit, Consumer<String> lines) {
    this.lines = lines;
    this.limit = limit;
    var text = new JsonOutput(_ -> {}).text(header.line());
    written = size(text);
    lines.accept(text);
  }

  /// Returns the same items, which are recorded as they are read.
  public Feed reading(Feed feed) {
    return switch (feed) {
      case Feed.Batch(var items) -> new Feed.Batch(() -> reading(items.iterator()));
      case Feed.Stream(var items) -> new Feed.Stream(reading(items));
      case Feed.None none -> none;
    };
  }

  private Iterator<@Nullable Object> reading(Iterator<? extends @Nullable Object> items) {
    return new Iterator<>() {
      private long number;

      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public @Nullable Object next() {
        Object item = items.next();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "read");
        line.put("item", number++);
        record(line, item);
        return item;
      }
    };
  }

  @Override
  public void entered(NodeId node, long item, long inputItem, @Nullable Object value) {
    record(line("entered", node, item, inputItem), value);
  }

  @Override
  public void left(NodeId node, long item, long inputItem, @Nullable Object value) {
    record(line("left", node, item, inputItem), value);
  }

  private static Map<String, @Nullable Object> line(
      String event, NodeId node, long item, long inputItem) {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("event", event);
    line.put("node", node.value());
    if (item >= 0) {
      line.put("item", item);
    }
    if (inputItem >= 0) {
      line.put("input_item", inputItem);
    }
    return line;
  }

  private synchronized void record(Map<String, @Nullable Object> line, @Nullable Object value) {
    if (hasEnded) {
      return;
    }
    if (missed > 0) {
      missed++;
      return;
    }
    var text = text(line, value);
    if (written + size(text) > limit) {
      missed++;
      return;
    }
    events++;
    written += size(text);
    lines.accept(text);
  }

  /// Writes the last line, which says whether anything was missed, and returns how much was; what
  /// comes later is not recorded.
  public synchronized long end() {
    if (hasEnded) {
      return missed;
    }
    hasEnded = true;
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("recording", missed == 0 ? "COMPLETE" : "INCOMPLETE");
    line.put("events", events);
    line.put("missed", missed);
    lines.accept(new JsonOutput(_ -> {}).text(line));
    return missed;
  }

  /// Puts a value down so that it reads back as the same, or else describes it.
  private static String text(Map<String, @Nullable Object> line, @Nullable Object value) {
    try {
      Object plain = value instanceof ForeignValue foreign ? foreign.toJava() : value;
      var losses = new ArrayList<String>();
      line.put(plain instanceof AudioFrame ? "audio" : "value", plain);
      var text = new JsonOutput(losses::add).text(line);
      if (losses.isEmpty() && (plain instanceof AudioFrame || !holdsAudio(plain))) {
        return text;
      }
    } catch (ConversionFault | OutputException unsayable) {
      // It is described below.
    }
    line.keySet().removeAll(List.of("audio", "value"));
    line.put(
        "described",
        value instanceof ForeignValue foreign ? foreign.typeName() : Values.describe(value));
    return new JsonOutput(_ -> {}).text(line);
  }

  private static boolean holdsAudio(@Nullable Object value) {
    return switch (value) {
      case AudioFrame _ -> true;
      case Map<?, ?> map -> map.values().stream().anyMatch(Recorder::holdsAudio);
      case Collection<?> list -> list.stream().anyMatch(Recorder::holdsAudio);
      case null, default -> false;
    };
  }

  private static long size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + 1L;
  }
}
