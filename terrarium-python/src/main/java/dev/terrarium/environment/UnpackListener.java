package dev.terrarium.environment;

/// Hears how a Python is made ready, on the thread that asked for it: how the unpacking of the
/// bundled one goes on, and what else a person should know.
@FunctionalInterface
public interface UnpackListener {
  /// This much is unpacked.
  ///
  /// @param bytesDone never decreases within one unpacking
  /// @param bytesTotal the same in every call; reached in the last one
  void unpacked(long bytesDone, long bytesTotal);

  /// Something worth telling a person happened: a virtual environment is passed over, a damaged
  /// cache is made again, another process is waited for.
  default void notice(String sentence) {}

  /// What is being done at this moment, in a few words that the next ones replace.
  default void progress(String words) {}

  /// Hears nothing.
  static UnpackListener silent() {
    return (_, _) -> {};
  }
}
