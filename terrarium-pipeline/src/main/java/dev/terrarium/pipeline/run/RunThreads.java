package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The threads that work for runs of this process, for whoever wants to know where they stand.
///
/// Runs that begin while nobody wants to know are not among them, and pay nothing.
public final class RunThreads implements AutoCloseable {
  private static final AtomicInteger WATCHERS = new AtomicInteger();
  private static final Map<Thread, Segment> AT_WORK = new ConcurrentHashMap<>();

  private boolean closed;

  private RunThreads() {}

  /// One thread at work, as of a moment ago.
  ///
  /// @param segment the name of the piece of the pipeline that it works on: that of its first node;
  ///   without a node `input` or `output`
  /// @param units the nodes of the piece in their order; neighbours that are driven together are
  ///   one, as `a+b`
  /// @param current the node whose turn it is
  public record AtWork(
      Thread thread, String segment, List<String> units, Optional<String> current) {
    public AtWork {
      units = List.copyOf(units);
    }
  }

  /// Begins to keep track of threads, until it is closed.
  public static RunThreads watch() {
    WATCHERS.incrementAndGet();
    return new RunThreads();
  }

  /// Returns the threads that are at work.
  public List<AtWork> now() {
    return AT_WORK.entrySet().stream()
        .map(entry -> atWork(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static AtWork atWork(Thread thread, Segment segment) {
    var current = segment.context().node().map(NodeId::value);
    boolean isOutput = segment.stages().isEmpty() && !segment.isFed();
    return new AtWork(
        thread, isOutput ? "output" : segment.name(), units(segment.stages()), current);
  }

  private static List<String> units(List<Stage> stages) {
    var units = new ArrayList<String>();
    Stage before = null;
    for (var stage : stages) {
      var name = stage.id().value();
      if (before != null && stage.isDrivenWith(before)) {
        units.add(units.removeLast() + "+" + name);
      } else {
        units.add(name);
      }
      before = stage;
    }
    return units;
  }

  /// Notes that the current thread begins to work for a segment.
  ///
  /// @return what it worked for before, to be given back
  static @Nullable Segment begin(Segment segment) {
    return WATCHERS.get() == 0 ? null : AT_WORK.put(Thread.currentThread(), segment);
  }

  /// Notes that the current thread's work for a segment is done.
  static void end(@Nullable Segment before) {
    if (before != null) {
      AT_WORK.put(Thread.currentThread(), before);
    } else if (!AT_WORK.isEmpty()) {
      AT_WORK.remove(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      WATCHERS.decrementAndGet();
    }
  }
}
