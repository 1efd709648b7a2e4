package dev.terrarium.pipeline;

import org.jspecify.annotations.Nullable;

/// Where a node puts what it makes.
///
/// The item has passed through everything downstream when `emit` returns. What `emit` throws is not
/// the emitting node's affair and must not be caught.
@FunctionalInterface
public interface Outlet {
  void emit(@Nullable Object item);
}
