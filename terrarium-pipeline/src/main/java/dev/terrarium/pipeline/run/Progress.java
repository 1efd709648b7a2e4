package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Place;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far one thread of a run has come, and whether it is to go on.
final class Progress {
  static final long NO_ITEM = -1;

  private final Ending ending;
  private final Stopwatch watch;
  private final boolean failsInOrder;
  private long inputItem = NO_ITEM;
  private @Nullable Halt over;

  /// @param failsInOrder whether a failure ends this thread alone, and the run when what came of
  ///   the items before has left
  Progress(Ending ending, Stopwatch watch, boolean failsInOrder) {
    this.ending = ending;
    this.watch = watch;
    this.failsInOrder = failsInOrder;
  }

  Stopwatch watch() {
    return watch;
  }

  /// Returns the number of the input's item that is under way, or [#NO_ITEM].
  long inputItem() {
    return inputItem;
  }

  OptionalLong input() {
    return inputItem == NO_ITEM ? OptionalLong.empty() : OptionalLong.of(inputItem);
  }

  void atInputItem(long item) {
    inputItem = item;
  }

  /// Throws if the thread is not to go on.
  void checkpoint() {
    ending.checkpoint();
    if (over != null) {
      throw over;
    }
  }

  /// Throws if the run is to end.
  void checkpointOfRun() {
    ending.checkpoint();
  }

  /// Says that nobody wants more of this thread.
  Halt enough() {
    return end(new Halt.Reason.Enough());
  }

  /// Ends this thread's work, unless it is over already.
  Halt end(Halt.Reason reason) {
    if (over == null) {
      over = new Halt(reason);
    }
    return over;
  }

  /// Ends work because of what a node threw, which may be its answer to the end of the work.
  Halt halt(Place place, Throwable thrown) {
    if (thrown instanceof Halt known) {
      return known;
    }
    if (over != null) {
      return over;
    }
    return failsInOrder && !ending.isOver() && !Ending.isInterruption(thrown)
        ? end(new Halt.Reason.Failure(Ending.error(place, thrown)))
        : ending.halt(place, thrown);
  }

  /// Ends the run.
  Halt haltRun(Halt.Reason reason) {
    return ending.halt(reason);
  }

  /// Ends the run when what came of the items before has left, or when that takes too long.
  void haltRunSoon(Halt.Reason.Failure failure) {
    ending.haltSoon(failure);
  }

  Halt haltByCaller(RuntimeException thrown) {
    return thrown instanceof Halt known ? known : ending.haltByCaller(thrown);
  }
}
