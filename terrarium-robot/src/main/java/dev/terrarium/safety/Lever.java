package dev.terrarium.safety;

import java.util.function.Supplier;

/// What a route flips the state with, for as long as the route runs.
final class Lever<R> implements Supplier<R>, AutoCloseable {
  private final String what;
  private final Supplier<R> action;
  private volatile boolean closed;

  Lever(String what, Supplier<R> action) {
    this.what = what;
    this.action = action;
  }

  @Override
  public R get() {
    if (closed) {
      throw new IllegalStateException(
          "The route that was to %s has returned, so its lever does nothing any more; pull it before"
                  .formatted(what)
              + " the route returns");
    }
    return action.get();
  }

  @Override
  public void close() {
    closed = true;
  }
}
