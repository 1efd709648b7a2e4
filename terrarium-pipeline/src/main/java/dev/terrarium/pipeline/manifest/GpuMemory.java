package dev.terrarium.pipeline.manifest;

/// Tells how much memory graphics processors have; asking may take seconds.
@FunctionalInterface
public interface GpuMemory {
  /// Knows nothing of any.
  GpuMemory UNKNOWN =
      kind -> new Answer.Unknown("nothing here tells the memory of a " + kind + " GPU");

  /// Returns the memory of the largest one of a kind that is there.
  ///
  /// @param kind such as `cuda`
  Answer largest(String kind);

  /// What is known of it.
  sealed interface Answer {
    /// It is known.
    ///
    /// @param count the bytes it has, whether they are free or not
    record Bytes(long count) implements Answer {}

    /// It is not known.
    ///
    /// @param reason why it is not known, as a sentence without its end
    record Unknown(String reason) implements Answer {}
  }
}
