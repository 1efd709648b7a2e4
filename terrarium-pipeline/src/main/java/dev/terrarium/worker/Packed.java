package dev.terrarium.worker;

import java.util.Map;

/// A Python value that can travel to another process as it is, by `terrarium._wire`.
public interface Packed {
  /// Returns its pickle.
  ///
  /// @throws dev.terrarium.message.ConversionFault if it cannot travel
  byte[] pickle();

  /// Returns a copy of the shared memory that arrays of it lie in, by the number of its slot in the
  /// pickle.
  Map<Long, byte[]> memory();
}
