package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Outlet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts what comes out of a piece of the pipeline into the queues behind it.
final class Tail implements Outlet, Segment.Behind {
  private final Progress progress;
  private final int share;
  private final List<WireQueue> forItems;
  private final List<WireQueue> all;

  /// @param share the share of the stopwatch that waiting for room counts to
  /// @param all every queue behind the piece, those for failures included
  Tail(Progress progress, int share, List<WireQueue> all) {
    this.progress = progress;
    this.share = share;
    this.all = all;
    this.forItems = all.stream().filter(queue -> !queue.wire().link().isForFailures()).toList();
  }

  @Override
  public void emit(@Nullable Object item) {
    int before = progress.watch().turnTo(share);
    boolean isWanted = false;
    for (var queue : forItems) {
      isWanted |= queue.put(item, progress.inputItem());
    }
    progress.watch().turnTo(before);
    if (!isWanted) {
      throw progress.enough();
    }
  }

  @Override
  public void pass(Inlet from) {
    emit(from.item());
  }

  @Override
  public void mark(long inputItem) {
    for (var queue : all) {
      queue.mark(inputItem);
    }
  }

  @Override
  public void fail(Halt.Reason.Failure failure) {
    all.forEach(queue -> queue.fail(failure));
    progress.haltRunSoon(failure);
  }

  @Override
  public void end() {
    all.forEach(WireQueue::end);
  }
}
