package dev.terrarium.pipeline.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the stack of a thread at work says of its run: which frames begin a node's work, and what
/// the thread waits for.
public final class RunStack {
  private static final String STAGE = Stage.class.getName();
  private static final String SEGMENT = Segment.class.getName();
  private static final String QUEUE = WireQueue.class.getName();
  private static final Set<String> INPUTS = Set.of(FeedInlet.class.getName(), SEGMENT + "$Items");
  private static final Set<String> FEEDING = Set.of("accept", "acceptAll", "produce", "stream");
  private static final Set<String> AROUND = Set.of("open", "flush", "close");

  private final RunThreads.AtWork at;
  private final List<StackTraceElement> frames;

  /// @param frames outermost first
  public RunStack(RunThreads.AtWork at, List<StackTraceElement> frames) {
    this.at = at;
    this.frames = List.copyOf(frames);
  }

  /// Returns the nodes at work, by the index of the frame in which the work of each begins.
  ///
  /// Items enter by the first node and are handed on from node to node; where nodes are opened,
  /// flushed or closed, the one whose turn it is is the innermost.
  public Map<Integer, String> nodes() {
    var begins = new TreeMap<Integer, String>();
    int unit = -1;
    for (int i = 0; i < frames.size(); i++) {
      var frame = frames.get(i);
      if (!frame.getClassName().equals(STAGE)) {
        continue;
      }
      if (FEEDING.contains(frame.getMethodName())) {
        unit++;
      } else if (AROUND.contains(frame.getMethodName())) {
        unit = around(i);
      } else {
        continue;
      }
      if (unit >= 0 && unit < at.units().size()) {
        begins.put(i, at.units().get(unit));
      }
    }
    return begins;
  }

  /// The node that is opened, flushed or closed: the one whose turn it is, unless its outputs have
  /// gone on.
  private int around(int index) {
    long further =
        frames.subList(index + 1, frames.size()).stream()
            .filter(frame -> frame.getClassName().equals(STAGE))
            .filter(frame -> FEEDING.contains(frame.getMethodName()))
            .count();
    int innermost = at.current().map(this::unitOf).orElse(at.units().size() - 1);
    return innermost - (int) further;
  }

  private int unitOf(String node) {
    for (int i = 0; i < at.units().size(); i++) {
      if (List.of(at.units().get(i).split("\\+")).contains(node)) {
        return i;
      }
    }
    return -1;
  }

  /// Returns the index of the first frame that is not the executor's way to the node or the input.
  public int begin() {
    int begin = 0;
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).getClassName().equals(STAGE)) {
        return begin;
      }
      begin = frames.get(i).getClassName().equals(SEGMENT) ? i + 1 : begin;
    }
    return begin;
  }

  /// Returns what the thread waits for, if it waits: a further item, or room for one.
  public Optional<String> wait(boolean isIdle) {
    if (!isIdle) {
      return Optional.empty();
    }
    for (int i = frames.size() - 1; i >= 0; i--) {
      var frame = frames.get(i);
      if (frame.getClassName().equals(QUEUE)) {
        return Optional.of(
            frame.getMethodName().equals("take")
                ? "waiting for input"
                : "waiting for room in a queue");
      }
      if (INPUTS.contains(frame.getClassName())) {
        return Optional.of("waiting for input");
      }
      if (frame.getClassName().equals(STAGE)) {
        break;
      }
    }
    return Optional.empty();
  }
}
