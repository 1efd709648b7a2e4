package dev.terrarium.python.arrow;

import org.jspecify.annotations.Nullable;

/// What a stream's batches are asked of, one part after the other, by one thread at a time.
public interface BatchSource {
  /// The next part, which is the stream's from now on and may have any number of batches; null at
  /// the end.
  @Nullable ArrowTable next();

  /// Ends it, wherever it stands; called once.
  void close();

  /// Ends it since nobody uses the stream any more; called in the place of [#close] by the
  /// collector's thread, which must not wait.
  default void forgotten() {
    close();
  }
}
