package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.UnavailableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What one run is made of: a queue for each wire of the plan, a segment for each piece.
final class Assembly {
  private final Plan plan;
  private final RunContext.Names names;
  private final Order order;
  private final Ending ending;
  private final long start;
  private final boolean isMarked;
  private final Map<Integer, WireQueue> queues = new TreeMap<>();
  private final Map<Integer, Stage> stages = new TreeMap<>();
  private final List<Segment> segments = new ArrayList<>();
  private final DeadLetterFiles files = new DeadLetterFiles();
  private final Delivery delivery;
  private final Trace trace;
  private @Nullable FeedInlet feed;

  Assembly(Plan plan, Order order, Ending ending) {
    this.plan = plan;
    this.names = new RunContext.Names(plan.name(), ThreadLocalRandom.current().nextLong());
    this.order = order;
    this.ending = ending;
    this.start = order.clock().getAsLong();
    this.trace = new Trace(order.traced(), order.clock(), start);
    this.isMarked = !(order.feed() instanceof Feed.Batch);
    plan.pieces().forEach(piece -> piece.in().forEach(this::addQueue));
    var pieces = plan.pieces();
    pieces.subList(0, pieces.size() - 1).forEach(this::addSegment);
    this.delivery = addDelivering(pieces.getLast());
  }

  /// What is asked of a run.
  ///
  /// @param clock monotonic nanoseconds
  /// @param traced how many items of the input each node's work is noted for
  /// @param observer sees the items, if anybody is to
  record Order(
      Feed feed,
      Results results,
      Timing timing,
      LongSupplier clock,
      int traced,
      @Nullable Observer observer) {
    Order(Feed feed, Results results, Timing timing, LongSupplier clock) {
      this(feed, results, timing, clock, 0, null);
    }

    /// Whether somebody wants to see or time every node for itself, so that none is driven together
    /// with its neighbours.
    private boolean looksAtEachNode() {
      return traced > 0 || observer != null || timing == Timing.EVERY_ITEM;
    }
  }

  /// Returns the segments in the order in which they are opened; the last delivers.
  List<Segment> segments() {
    return segments;
  }

  /// Opens the files of failed items; a run that cannot ends before any node is made.
  void openFiles() {
    try {
      files.open();
    } catch (UnavailableException unwritable) {
      ending.halt(new Halt.Reason.Failure(unwritable));
    }
  }

  void closeFiles() {
    try {
      files.close();
    } catch (UnavailableException unwritable) {
      ending.halt(new Halt.Reason.Failure(unwritable));
    }
  }

  private void addQueue(Wire wire) {
    var link = wire.link();
    boolean grows = wire.position() > 0;
    var queue = new WireQueue(wire, name(link.from()), name(link.to()), grows, ending);
    queues.put(link.number(), queue);
    ending.onHalt(queue::abort);
  }

  private void addSegment(Piece piece) {
    var progress = progress(piece);
    int share = piece.nodes().size() + 1;
    var tail = new Tail(progress, share, piece.out().stream().map(this::queue).toList());
    segments.add(segment(piece, progress, tail, tail));
  }

  private Delivery addDelivering(Piece piece) {
    var progress = progress(piece);
    var made = new Delivery(progress, piece.nodes().size() + 1, order.results(), plan, start);
    segments.add(segment(piece, progress, exit(piece, made), made));
    return made;
  }

  private Outlet exit(Piece piece, Delivery made) {
    return piece.nodes().isEmpty() ? _ -> {} : new Delivery.Exit(made, plan.exit());
  }

  private Progress progress(Piece piece) {
    var watch = new Stopwatch(order.clock(), piece.nodes().size() + 2, order.timing());
    return new Progress(ending, watch, isMarked);
  }

  private Segment segment(Piece piece, Progress progress, Outlet last, Segment.Behind behind) {
    var row = new ArrayList<Stage>();
    var outlets = new ArrayList<Outlet>();
    var next = last;
    for (int i = piece.nodes().size() - 1; i >= 0; i--) {
      int node = piece.nodes().get(i);
      var typed = plan.nodes().get(node);
      var around = new Stage.Around(next, deadLetters(piece, node), plan.seam(node));
      var stage = new Stage(progress, i, typed, around, order.observer());
      stages.put(node, stage);
      if (order.traced() > 0) {
        stage.trace(trace);
      }
      row.addFirst(stage);
      outlets.addFirst(next);
      next = stage::accept;
    }
    if (!order.looksAtEachNode()) {
      Neighbours.join(row, outlets, piece.isFed() && !isMarked);
    }
    return new Segment(names, progress, inlet(piece), row, behind);
  }

  private DeadLetters deadLetters(Piece piece, int node) {
    if (plan.nodes().get(node).spec().conduct().onError()
        instanceof ErrorPolicy.DeadLetter(ErrorPolicy.Target.File(var name))) {
      return files.to(name);
    }
    return piece.out().stream()
        .filter(wire -> wire.link().isForFailures() && wire.link().from() == node)
        .findFirst()
        .<DeadLetters>map(wire -> {
          var queue = queue(wire);
          boolean takesAll = isPython(wire.link().to());
          return failure ->
              queue.put(
                  failure.asLetter(takesAll), failure.place().inputItem().orElse(Progress.NO_ITEM));
        })
        .orElse(DeadLetters.NONE);
  }

  private Inlet inlet(Piece piece) {
    if (piece.isFed()) {
      var opened = new FeedInlet(items(order.feed()), isMarked, ending);
      feed = opened;
      return opened;
    }
    return piece.in().isEmpty()
        ? new NoInlet()
        : new QueueInlet(piece.in().stream().map(this::queue).toList());
  }

  private static Iterator<? extends @Nullable Object> items(Feed feed) {
    return switch (feed) {
      case Feed.Batch(var items) -> items.iterator();
      case Feed.Stream(var items) -> items;
      case Feed.None _ -> throw new IllegalArgumentException("The pipeline needs an input");
    };
  }

  private WireQueue queue(Wire wire) {
    var queue = queues.get(wire.link().number());
    if (queue == null) {
      throw new AssertionError("A wire has no queue; this is a bug in Terrarium");
    }
    return queue;
  }

  /// Tells the consumer that all has left, which may be too much for it.
  void endResults() {
    try {
      order.results().end();
    } catch (RuntimeException thrown) {
      var _ = ending.haltByCaller(thrown);
    } catch (Error error) {
      var _ = ending.halt(new Halt.Reason.Defect(error));
    }
  }

  void releaseQueues() {
    queues.values().forEach(WireQueue::refuse);
  }

  RunContext.Names names() {
    return names;
  }

  Trace trace() {
    return trace;
  }

  RunReport report() {
    var last = segments.getLast();
    return new RunReport(
        stages.values().stream().map(Stage::report).toList(),
        queues.values().stream().map(WireQueue::report).toList(),
        feed == null ? 0 : feed.taken(),
        delivery.delivered(),
        order.clock().getAsLong() - start,
        delivery.first(),
        segments.stream().filter(Segment::isFed).mapToLong(Segment::waitNanos).sum(),
        last.deliveryNanos());
  }

  private String name(int node) {
    return isNode(node) ? plan.nodes().get(node).spec().id().value() : "";
  }

  private boolean isPython(int node) {
    return isNode(node) && plan.nodes().get(node).type().runtime() == NodeRuntime.CPYTHON;
  }

  private boolean isNode(int node) {
    return node >= 0 && node < plan.nodes().size();
  }
}
