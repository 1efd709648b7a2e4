package dev.terrarium.python;

/// The interpreter of this process.
public final class Python {
  private Python() {}
}
