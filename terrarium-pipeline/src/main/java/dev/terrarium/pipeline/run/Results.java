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
  /// @param value what left, converted to Java, unless the pipeline has foreign results
  void emit(String sink, @Nullable Object value);

  /// Takes one value, and which item of the input it came of.
  ///
  /// @param inputItem the number of that item, from 0; negative where it came of none or of all, as
  ///   what is flushed does
  default void emit(String sink, @Nullable Object value, long inputItem) {
    emit(sink, value);
  }

  /// Takes note that all has left that comes of one item of a stream's input; called for each, in
  /// order.
  default void mark() {}

  /// Takes note that all has left; called once, before the nodes clean up, unless something ended
  /// the run early.
  default void end() {}
}
