package dev.terrarium.pipeline.run;

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

  /// Says that nothing more is wanted, and lets go of what waits.
  void close();
}
