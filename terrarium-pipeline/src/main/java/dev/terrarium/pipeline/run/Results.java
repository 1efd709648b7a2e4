package dev.terrarium.pipeline.run;

import org.jspecify.annotations.Nullable;

/// Takes what leaves a pipeline, on the thread that runs it.
///
/// A batch delivers all that leaves the first sink, then all of the second; a stream does so for
/// each item of the input.
@FunctionalInterface
public interface Results {
  /// Takes one value.
  ///
  /// @param sink the name of the sink: the last node of a branch, or a sink for failed items
  /// @param value what left, converted to Java
  void emit(String sink, @Nullable Object value);

  /// Takes note that all has left that comes of one item of a stream's input; called for each, in
  /// order.
  default void mark() {}
}
