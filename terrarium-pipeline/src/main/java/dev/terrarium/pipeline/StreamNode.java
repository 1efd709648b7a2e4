package dev.terrarium.pipeline;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A node that sees the whole stream, and asks for each item when it wants it.
///
/// [#stream] is called once, in place of [#process] for each item and of [#flush].
public interface StreamNode extends Node {
  /// Takes items until there are no more, or until it has seen enough.
  ///
  /// @param items what `next` returns is valid until `hasNext` or `next` is called again
  void stream(Iterator<@Nullable Object> items, Outlet out) throws Exception;

  @Override
  default void process(@Nullable Object item, Outlet out) {
    throw new AssertionError("A stream node was fed an item; this is a bug in Terrarium");
  }
}
