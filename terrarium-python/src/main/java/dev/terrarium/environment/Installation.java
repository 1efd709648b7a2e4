package dev.terrarium.environment;

/// The interpreter of this process.
public final class Installation {
  private Installation() {}
}
