package dev.terrarium.environment;

/// Hears how the unpacking of the bundled Python goes on, on the thread that asked for it.
@FunctionalInterface
public interface UnpackListener {
  /// This much is unpacked.
  ///
  /// @param bytesDone never decreases within one unpacking
  /// @param bytesTotal the same in every call; reached in the last one
  void unpacked(long bytesDone, long bytesTotal);

  /// Something worth telling a person happened: a damaged cache is made again, another process is
  /// waited for.
  default void notice(String sentence) {}

  /// Hears nothing.
  static UnpackListener silent() {
    return (_, _) -> {};
  }
}
