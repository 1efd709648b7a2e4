package dev.terrarium.worker;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/// A Python value as another process has sent it, by `terrarium._wire`.
public interface Packed {
  /// Returns its pickle.
  byte[] pickle();

  /// Returns the shared memory that arrays of it lie in, by its number in the pickle; as long as
  /// the value lives. It comes in pieces that lie one behind the other.
  Map<Long, List<ByteBuffer>> memory();

  /// Keeps such memory beyond the life of the value: all that nobody else has, here or there.
  ///
  /// @return by its number, what gives it back; to be called once, from any thread
  Map<Long, Runnable> keep();
}
