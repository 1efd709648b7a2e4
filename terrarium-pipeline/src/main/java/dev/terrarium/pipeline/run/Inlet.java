package dev.terrarium.pipeline.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a piece of the pipeline takes its items from.
interface Inlet {
  /// Waits for what is next; what [#item()] returned before is let go.
  Signal advance();

  /// Returns the item that [#advance()] announced; valid until the next call.
  @Nullable Object item();

  /// Returns the number of the input's item that it came of, or [Progress#NO_ITEM].
  long inputItem();

  /// Returns the failure that [#advance()] announced.
  default Halt.Reason.Failure failure() {
    throw new AssertionError("This inlet announces no failure; this is a bug in Terrarium");
  }

  /// Whether [#advance()] need not wait, as far as is known.
  boolean isReady();

  /// Returns items that [#advance()] will announce next, as far as they are there already and none
  /// of them will be dropped.
  ///
  /// @param from how many of them to leave out, the next ones first
  /// @param most how many to return at most
  default List<@Nullable Object> waiting(int from, int most) {
    return List.of();
  }

  /// Takes what is to be called, by any thread, when there is more [#waiting].
  default void onArrival(Runnable call) {}

  /// Says that nothing more is wanted, and lets go of what waits.
  void close();
}
