package dev.terrarium.pipeline.run;

import org.jspecify.annotations.Nullable;

/// The inlet of a piece that makes its items itself.
final class NoInlet implements Inlet {
  @Override
  public Signal advance() {
    return Signal.END;
  }

  @Override
  public @Nullable Object item() {
    return null;
  }

  @Override
  public long inputItem() {
    return Progress.NO_ITEM;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void close() {}
}
