package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Place;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far one thread of a run has come, and whether it is to go on.
final class Progress {
  static final long NO_ITEM = -1;

  private final Ending ending;
  private final Stopwatch watch;
  private long inputItem = NO_ITEM;
  private @Nullable Halt enough;

  Progress(Ending ending, Stopwatch watch) {
    this.ending = ending;
    this.watch = watch;
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
    if (enough != null) {
      throw enough;
    }
  }

  /// Says that nobody wants more of this thread.
  Halt enough() {
    if (enough == null) {
      enough = new Halt(new Halt.Reason.Enough());
    }
    return enough;
  }

  /// Ends the run because of what a node threw; or this thread, if that is what was thrown.
  Halt halt(Place place, Throwable thrown) {
    return thrown instanceof Halt known ? known : ending.halt(place, thrown);
  }

  Halt haltByCaller(RuntimeException thrown) {
    return thrown instanceof Halt known ? known : ending.haltByCaller(thrown);
  }
}
