package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.Place.Phase;
import dev.terrarium.pipeline.Values;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.pipeline.manifest.TypedNode;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One node at work in one run: feeds it, counts, and says where it was when something failed.
final class Stage {
  private final Progress progress;
  private final int share;
  private final NodeSpec spec;
  private final NodeType type;
  private final Outlet outlet;
  private @Nullable Node node;
  private Phase phase = Phase.OPEN;
  private long itemsIn;
  private long itemsOut;
  private long openNanos;
  private long closeNanos;

  /// @param share this stage's share of the stopwatch
  /// @param next what takes the items that the node emits
  Stage(Progress progress, int share, TypedNode typed, Outlet next) {
    this.progress = progress;
    this.share = share;
    this.spec = typed.spec();
    this.type = typed.type();
    this.outlet =
        item -> {
          progress.checkpoint();
          itemsOut++;
          next.emit(item);
        };
  }

  void open() {
    long start = progress.watch().now();
    try {
      var made = type.create(new NodeContext(spec.id(), type.parameters().complete(spec.params()), spec.conduct()));
      node = made;
      made.open();
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      openNanos = progress.watch().now() - start;
    }
  }

  void accept(@Nullable Object item) {
    progress.checkpoint();
    phase = Phase.PROCESS;
    itemsIn++;
    int before = progress.watch().turnTo(share);
    try {
      opened().process(fit(item), outlet);
    } catch (Throwable thrown) {
      throw progress.halt(place(), thrown);
    } finally {
      progress.watch().turnTo(before);
    }
    progress.checkpoint();
  }

  void flush() {
    progress.checkpoint();
    phase = Phase.FLUSH;
    int before = progress.watch().turnTo(share);
    try {
      opened().flush(outlet);
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
    long start = progress.watch().now();
    try {
      closing.close();
      return Optional.empty();
    } catch (Throwable thrown) {
      return Optional.of(NodeException.of(place(), thrown));
    } finally {
      closeNanos = progress.watch().now() - start;
    }
  }

  Place place() {
    var item = phase == Phase.PROCESS ? OptionalLong.of(itemsIn - 1) : OptionalLong.empty();
    return new Place(spec.id(), phase, item, progress.inputItem());
  }

  NodeReport report() {
    long workNanos = progress.watch().nanosOf(share);
    return new NodeReport(
        spec.id(), spec.nodeType(), itemsIn, itemsOut, openNanos, workNanos, closeNanos);
  }

  private Node opened() {
    if (node == null) {
      throw new AssertionError("Node " + spec.id() + " is not open; this is a bug in Terrarium");
    }
    return node;
  }

  private @Nullable Object fit(@Nullable Object item) {
    var wanted = type.input();
    if (item instanceof ForeignValue foreign && !type.takesForeignValues()) {
      return wanted == Object.class ? foreign.toJava() : foreign.as(wanted);
    }
    if (wanted != Object.class && !wanted.isInstance(item)) {
      throw new ConversionFault(
          "$", "expected " + Values.describe(wanted) + ", got " + Values.describe(item));
    }
    return item;
  }
}
