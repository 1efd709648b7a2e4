package dev.terrarium.control.loop;

import java.nio.file.Path;
import java.util.Optional;

/// Where a loop publishes its state and its cycles.
///
/// A file lets other processes read. It is made anew, for its owner alone, and should lie in
/// memory, as what is in `/dev/shm` does: a disk may keep the loop waiting.
///
/// @param board the file of the newest state; without it, this process alone reads it
/// @param ring the file of the cycles; without it, this process alone reads them
/// @param rows how many cycles are kept, 64 to 1,048,576; those of seven joints take some 600 bytes
///   each
public record Sharing(Optional<Path> board, Optional<Path> ring, int rows) {
  private static final int FEWEST = 64;
  private static final int MOST = 1 << 20;

  /// Bytes of a row of a ControlledArm of seven joints.
  private static final long USUAL = 576;

  public Sharing {
    if (rows < FEWEST) {
      throw new IllegalArgumentException(
          "a ring has at least %d rows, not %d: its end tells the last cycles"
              .formatted(FEWEST, rows));
    }
    if (rows > MOST) {
      throw new IllegalArgumentException(
          "a ring has at most %d rows, not %d, which take %d MB of an arm of seven joints: record what is to be kept"
              .formatted(MOST, rows, USUAL * rows / 1_000_000));
    }
    if (board.isPresent() && board.map(Sharing::place).equals(ring.map(Sharing::place))) {
      throw new IllegalArgumentException(
          "%s is the file of both the board and the ring: expected a file of its own for each"
              .formatted(board.get()));
    }
  }

  private static Path place(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /// Returns what holds unless something is said: no files, 65,536 rows.
  public static Sharing standard() {
    return new Sharing(Optional.empty(), Optional.empty(), 65_536);
  }
}
