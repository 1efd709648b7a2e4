package dev.terrarium.pipeline;

import org.jspecify.annotations.Nullable;

/// A node that makes items of its own, such as one that reads a file.
///
/// It stands at the beginning of a pipeline; [#produce] is called once, in place of [#process] for
/// each item.
public interface SourceNode extends Node {
  /// Emits items until there are no more, or until `out` throws.
  void produce(Outlet out) throws Exception;

  @Override
  default void process(@Nullable Object item, Outlet out) {
    throw new AssertionError("A source was fed; this is a bug in Terrarium");
  }
}
