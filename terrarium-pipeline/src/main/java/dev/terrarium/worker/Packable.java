package dev.terrarium.worker;

import java.nio.ByteBuffer;
import java.util.List;

/// A Python value of this process that can travel to another, by `terrarium._wire`.
public interface Packable {
  /// Returns its pickle. Where memory was taken, the pickle lacks the large arrays of the value:
  /// those lie there, and have their places in that list for numbers.
  ///
  /// @throws dev.terrarium.message.ConversionFault if it cannot travel
  byte[] pickle(Room room);

  /// Memory that the other process has as well.
  interface Room {
    /// Takes memory for arrays of so many bytes, one for each; none at all where there is not
    /// enough. Each comes in pieces that lie one behind the other. It may wait for the other
    /// process, and is called once at most.
    List<List<ByteBuffer>> take(List<Long> sizes);
  }
}
