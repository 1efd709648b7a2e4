package dev.terrarium.pipeline.run;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Place;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Hands on what leaves the pipeline, converted to Java unless foreign values are wanted.
final class Delivery implements Segment.Behind {
  private static final long NOT_YET = -1;

  private final Progress progress;
  private final int share;
  private final Results results;
  private final Plan plan;
  private final long start;
  private final AtomicLong delivered = new AtomicLong();
  private volatile long first = NOT_YET;

  /// @param share the share of the stopwatch that the consumer's time counts to
  /// @param plan what is run
  /// @param start when the run began
  Delivery(Progress progress, int share, Results results, Plan plan, long start) {
    this.progress = progress;
    this.share = share;
    this.results = results;
    this.plan = plan;
    this.start = start;
  }

  /// The way out of a piece whose last node nothing follows.
  record Exit(Delivery delivery, Link link) implements Outlet {
    /// Whether foreign values are converted here.
    boolean wantsJava() {
      return !delivery.plan.hasForeignResults();
    }

    @Override
    public void emit(@Nullable Object item) {
      delivery.deliver(link, item);
    }
  }

  @Override
  public void pass(Inlet from) {
    deliver(((QueueInlet) from).queue().wire().link(), from.item());
  }

  @Override
  public void mark(long inputItem) {
    try {
      results.mark();
    } catch (RuntimeException thrown) {
      throw progress.haltByCaller(thrown);
    }
  }

  @Override
  public void fail(Halt.Reason.Failure failure) {
    progress.haltRun(failure);
  }

  @Override
  public void end() {}

  void deliver(Link link, @Nullable Object item) {
    int before = progress.watch().turnTo(share);
    try {
      results.emit(link.sink(), inJava(link, item), progress.inputItem());
    } catch (RuntimeException thrown) {
      throw progress.haltByCaller(thrown);
    } finally {
      progress.watch().turnTo(before);
    }
    long earlier = delivered.getPlain();
    if (earlier == 0) {
      first = progress.watch().now() - start;
    }
    delivered.setOpaque(earlier + 1);
  }

  private @Nullable Object inJava(Link link, @Nullable Object item) {
    if (!(item instanceof ForeignValue) || plan.hasForeignResults()) {
      return item;
    }
    var node = plan.nodes().get(link.from()).spec().id();
    var place = new Place(node, Place.Phase.PROCESS, OptionalLong.empty(), progress.input());
    try {
      return plan.seam(link.from()).inJava(place, item);
    } catch (MarshalException refused) {
      throw progress.halt(place, refused);
    }
  }

  /// Returns how many items have left so far; from any thread.
  long delivered() {
    return delivered.getOpaque();
  }

  /// Returns when the first item had left, after the start, if one has; from any thread.
  OptionalLong first() {
    long known = first;
    return known == NOT_YET ? OptionalLong.empty() : OptionalLong.of(known);
  }
}
