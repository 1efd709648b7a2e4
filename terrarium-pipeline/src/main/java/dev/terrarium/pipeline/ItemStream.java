package dev.terrarium.pipeline;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Items that can tell whether the next one is there already.
///
/// A [StreamNode] that has other work to do meanwhile asks an iterator that is one before it waits;
/// where it is told nothing, it waits on a thread of its own.
public interface ItemStream extends Iterator<@Nullable Object> {
  /// Whether [#hasNext()] would answer at once, be it that there is no further item.
  boolean isReady();
}
