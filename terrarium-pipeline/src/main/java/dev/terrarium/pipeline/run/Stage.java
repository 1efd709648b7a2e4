package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ItemStream;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.Place.Phase;
import dev.terrarium.pipeline.SourceNode;
import dev.terrarium.pipeline.StreamNode;
import dev.terrarium.pipeline.Values;
import dev.terrarium.pipeline.events.Recording;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.pipeline.manifest.TypedNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One node at work in one run: feeds it, counts, and says where it was when something failed.
final class Stage {
  private final Progress progress;
  private final int share;
  private final NodeSpec spec;
  private final NodeType type;
  private final Tally tally;
  private final Seam seam;
  private final Outlet outlet;
  private Guard guard;
  private final @Nullable Observer observer;
  private @Nullable Node node;
  private ChainDrive.@Nullable Link link;
  private Phase phase = Phase.OPEN;

  /// What lies around a node.
  ///
  /// @param next what takes the items that the node emits
  /// @param failed what takes the items that the node fails on, if its policy sends them elsewhere
  /// @param seam where foreign values come to it and leave it
  record Around(Outlet next, DeadLetters failed, Seam seam) {}

  /// @param share this stage's share of the stopwatch
  /// @param observer sees the items, if anybody is to
  Stage(Progress progress, int share, TypedNode typed, Around around, @Nullable Observer observer) {
    this.progress = progress;
    this.share = share;
    this.spec = typed.spec();
    this.type = typed.type();
    this.tally = new Tally(spec);
    this.seam = around.seam();
    this.guard = Guard.of(this, spec.conduct(), type, around.failed());
    this.observer = observer;
    var next = around.next();
    this.outlet =
        observer == null
            ? to(next)
            : to(item -> {
              observer.left(
                  spec.id(), place().item().orElse(Observer.NO_ITEM), progress.inputItem(), item);
              next.emit(item);
            });
  }

  private Outlet to(Outlet next) {
    return item -> {
      progress.checkpoint();
      tally.countOut();
      next.emit(item);
    };
  }

  private void entered(@Nullable Object item) {
    if (observer != null) {
      observer.entered(spec.id(), tally.itemsIn() - 1, progress.inputItem(), item);
    }
  }

  /// Notes when the node works on the first items; before the node is opened.
  void trace(Trace trace) {
    guard = new Guard.Traced(guard, this, trace);
  }

  /// Drives the node together with its neighbours; before it is opened.
  void join(ChainDrive.Link chained) {
    link = chained;
  }

  /// Whether one loop drives the node and another.
  boolean isDrivenWith(Stage other) {
    return link != null && other.link != null && link.isOfChainOf(other.link);
  }

  /// Returns where the calling thread is, which works for this stage, or for one chained to it.
  RunContext here(RunContext atThis) {
    boolean isWorking = phase == Phase.PROCESS || phase == Phase.FLUSH;
    return link != null && isWorking ? link.here(atThis) : atThis;
  }

  /// Returns what a chain needs to know of the node.
  ChainNode.Link link() {
    return new ChainNode.Link(type, context());
  }

  /// Whether the node is the first of a chain, which takes items as fast as they come.
  boolean takesMany() {
    return link != null;
  }

  private NodeContext context() {
    return new NodeContext(spec.id(), type.parameters().complete(spec.params()), spec.conduct());
  }

  void open() {
    progress.checkpoint();
    int before = progress.watch().turnTo(share);
    long start = progress.watch().now();
    try {
      var made = link == null ? type.create(context()) : link;
      node = made;
      tally.worksIn(made::workers);
      made.open();
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      tally.opened(progress.watch().now() - start);
      progress.watch().turnTo(before);
    }
  }

  /// Whoever feeds it has seen that the run goes on.
  void accept(@Nullable Object item) {
    phase = Phase.PROCESS;
    long number = tally.countIn();
    var watch = progress.watch();
    int before = watch.turnTo(share);
    long own = watch.ofThisItem(share);
    var recorded = Recording.item();
    try {
      entered(item);
      guard.process(opened(), item, outlet);
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      watch.turnTo(before);
      if (watch.isRunning()) {
        tally.took(watch.ofThisItem(share) - own, watch.weight());
      }
      if (recorded != null && recorded.ended()) {
        recorded.record(spec.id().value(), number, progress.inputItem());
      }
    }
    progress.checkpoint();
  }

  /// Whether the node may begin with items before their turn: nothing spares it one of them.
  boolean looksAhead() {
    return spec.conduct().isolation() == Conduct.Isolation.PROCESS
        && spec.conduct().circuit().isEmpty()
        && !isStreaming()
        && link == null;
  }

  /// Gives the node what looks for items that it can begin with while it is at work; returns what
  /// tells it that one has come.
  Runnable lookAheadBy(Runnable look) {
    return opened().lookAheadBy(look);
  }

  /// Lets the node begin with an item before its turn, if it can.
  boolean ahead(@Nullable Object item) {
    return opened().ahead(item);
  }

  /// Takes several items of a batch, for the whole chain that the node is the first of.
  ///
  /// @param firstInput the number of the first at the pipeline's input
  void acceptAll(List<@Nullable Object> items, long firstInput) {
    phase = Phase.PROCESS;
    var watch = progress.watch();
    int before = watch.turnTo(share);
    long own = watch.ofThisItem(share);
    try {
      Objects.requireNonNull(link).processAll(items, firstInput);
    } finally {
      watch.turnTo(before);
      if (watch.isRunning()) {
        long each = (watch.ofThisItem(share) - own) / items.size();
        tally.took(each, watch.weight() * items.size());
      }
    }
    progress.checkpoint();
  }

  void flush() {
    progress.checkpoint();
    phase = Phase.FLUSH;
    int before = progress.watch().turnTo(share);
    try {
      guard.flush(opened(), outlet);
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      progress.watch().turnTo(before);
    }
    progress.checkpoint();
  }

  /// Lets the node make items of its own.
  ///
  /// @param afterEach what is to be done when an item has gone on
  void produce(Runnable afterEach) {
    phase = Phase.PROCESS;
    int before = progress.watch().turnTo(share);
    try {
      ((SourceNode) opened())
          .produce(item -> {
            outlet.emit(item);
            afterEach.run();
            progress.watch().turnTo(share);
          });
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      progress.watch().turnTo(before);
    }
    progress.checkpoint();
  }

  /// Lets the node take items as it wants them.
  void stream(ItemStream items) {
    phase = Phase.PROCESS;
    int before = progress.watch().turnTo(share);
    try {
      var given = new Fitting(items);
      ((StreamNode) opened()).stream(given, outlet);
      if (!given.hasEnded) {
        tally.leftEarly();
      }
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      progress.watch().turnTo(before);
    }
    progress.checkpoint();
  }

  /// Cleans up, if there is something to clean up, and returns what went wrong with that.
  Optional<NodeException> close() {
    var closing = node;
    if (closing == null) {
      return Optional.empty();
    }
    phase = Phase.CLOSE;
    node = null;
    int before = progress.watch().turnTo(share);
    long start = progress.watch().now();
    try {
      closing.close();
      return Optional.empty();
    } catch (Throwable thrown) {
      return Optional.of(NodeException.of(place(), thrown));
    } finally {
      tally.closed(progress.watch().now() - start);
      progress.watch().turnTo(before);
    }
  }

  NodeId id() {
    return spec.id();
  }

  Conduct conduct() {
    return spec.conduct();
  }

  boolean isStreaming() {
    return spec.conduct().streaming();
  }

  NodeType type() {
    return type;
  }

  Progress progress() {
    return progress;
  }

  Tally tally() {
    return tally;
  }

  Place place() {
    return place(phase);
  }

  Place place(Phase phase) {
    boolean hasItem = phase == Phase.PROCESS && tally.itemsIn() > 0;
    var item = hasItem ? OptionalLong.of(tally.itemsIn() - 1) : OptionalLong.empty();
    return new Place(spec.id(), phase, item, progress.input());
  }

  NodeReport report() {
    return tally.report(progress.watch().nanosOf(share));
  }

  private Node opened() {
    if (node == null) {
      throw new AssertionError("Node " + spec.id() + " is not open; this is a bug in Terrarium");
    }
    return node;
  }

  /// Converts an item to what the node takes.
  @Nullable Object fit(@Nullable Object item) {
    var wanted = type.input();
    if (item instanceof ForeignValue foreign && !type.takesForeignValues()) {
      try {
        return wanted == Object.class ? foreign.toJava() : foreign.as(wanted);
      } catch (ConversionFault fault) {
        throw seam.refusal(place(), fault);
      }
    }
    if (wanted != Object.class && !wanted.isInstance(item)) {
      throw new ConversionFault(
          "$", "expected " + Values.describe(wanted) + ", got " + Values.describe(item));
    }
    return item;
  }

  /// Returns an outlet whose failures to convert are those of the node.
  Outlet leaving(Outlet out) {
    return seam.outlet(this, out);
  }

  /// The items of a stream, each converted and counted when it is asked for.
  private final class Fitting implements ItemStream {
    private final ItemStream items;
    private boolean hasEnded;

    Fitting(ItemStream items) {
      this.items = items;
    }

    @Override
    public boolean isReady() {
      return items.isReady();
    }

    @Override
    public boolean hasNext() {
      hasEnded = !items.hasNext();
      return !hasEnded;
    }

    @Override
    public @Nullable Object next() {
      var item = items.next();
      tally.countIn();
      entered(item);
      return fit(item);
    }
  }
}
