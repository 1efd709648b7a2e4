package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// A wait for what the event loop will do, during which the current thread holds no GIL.
///
/// A thread that kept it would wait for ever: the loop needs it.
final class Waiting implements AutoCloseable {
  private final @Nullable Gil region;

  private Waiting(@Nullable Gil region) {
    this.region = region;
  }

  /// Lets the GIL go, where the current thread holds it; its region and references stay.
  ///
  /// @throws IllegalStateException on the loop's own thread
  static Waiting begin(Interpreter interpreter) {
    if (interpreter.loop.isHere()) {
      throw new IllegalStateException(
          "this is the event loop's own thread, which would wait for itself for ever: give the future to Python and await it there, or go on in thenApply");
    }
    Gil region = interpreter.regionThatHoldsGil();
    if (region != null) {
      region.letGo();
    }
    return new Waiting(region);
  }

  /// Takes the GIL again.
  @Override
  public void close() {
    if (region != null) {
      region.takeAgain();
    }
  }
}
