package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Where in a run the current thread is, for whoever logs.
///
/// A handler, a formatter or an appender asks on the thread that logs. For records from Python that
/// is the node's thread, unless Python works on one of its own, as it does under a time limit and
/// for threads with a small stack. It costs the run nothing. Threads that a node starts are in no
/// run, unless what they do is [#carried].
///
/// @param pipeline the pipeline's name
/// @param run what tells the run from all others, as [RunMonitor#id]
/// @param node the node at work; none while the input is read or the output is taken, nor where
///   neighbouring Python nodes are driven together and what logs is not Python's `logging`
/// @param inputItem the number of the input's item that is under way, from 0
public record RunContext(
    String pipeline, String run, Optional<NodeId> node, OptionalLong inputItem) {
  private static final ScopedValue<Segment> SEGMENT = ScopedValue.newInstance();

  /// The names of a run.
  record Names(String pipeline, long id) {
    String run() {
      return HexFormat.of().toHexDigits(id);
    }
  }

  /// Returns where the current thread is, if it works for a run.
  public static Optional<RunContext> current() {
    return SEGMENT.isBound() ? Optional.of(within(SEGMENT.get())) : Optional.empty();
  }

  /// Returns work that is, on whichever thread it runs, where the current thread is now: for
  /// threads that a node starts and waits for.
  public static Runnable carried(Runnable work) {
    if (!SEGMENT.isBound()) {
      return work;
    }
    var segment = SEGMENT.get();
    return () -> ScopedValue.where(SEGMENT, segment).run(work);
  }

  /// Returns it as fields: `pipeline`, `run`, and where they are known `node` and `input_item`.
  public Map<String, String> fields() {
    var fields = new TreeMap<>(Map.of("pipeline", pipeline, "run", run));
    node.ifPresent(id -> fields.put("node", id.value()));
    inputItem.ifPresent(item -> fields.put("input_item", Long.toString(item)));
    return fields;
  }

  /// The segment knows which stage is at work, and that which nodes are chained to it.
  private static RunContext within(Segment segment) {
    var here = segment.context();
    return segment.stages().stream()
        .filter(stage -> here.node().filter(stage.id()::equals).isPresent())
        .findFirst()
        .map(stage -> stage.here(here))
        .orElse(here);
  }

  /// Does work for a segment of a run.
  static void within(Segment segment, Runnable work) {
    var before = RunThreads.begin(segment);
    try {
      ScopedValue.where(SEGMENT, segment).run(work);
    } finally {
      RunThreads.end(before);
    }
  }
}
