package dev.terrarium.pipeline.run;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What goes into a pipeline.
public sealed interface Feed {
  /// A finite list. Where several nodes feed one, that takes all of the first, then all of the
  /// second.
  ///
  /// @param items read one at a time, once in a run, on a thread of the run; what it throws is
  ///   thrown on, after clean-up
  record Batch(Iterable<? extends @Nullable Object> items) implements Feed {}

  /// Items as they come. Where several nodes feed one, that takes, for each item of the input, what
  /// the first makes of it, then what the second does.
  ///
  /// @param items read one at a time, on a thread of the run; what it throws is thrown on, after
  ///   clean-up
  record Stream(Iterator<? extends @Nullable Object> items) implements Feed {}

  /// Nothing: the pipeline makes its items itself.
  record None() implements Feed {}
}
