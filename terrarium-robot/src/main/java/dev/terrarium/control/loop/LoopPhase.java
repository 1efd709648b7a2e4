package dev.terrarium.control.loop;

/// How far a loop has come, by the numbers that a board tells.
public enum LoopPhase {
  /// It has not gone live yet.
  REHEARSING(0),
  /// Its controller moves the arm.
  LIVE(1),
  /// Its joints are damped until they rest.
  STOPPING(2),
  /// It has let go of the arm.
  ENDED(3);

  private final long number;

  LoopPhase(long number) {
    this.number = number;
  }

  /// Returns its number on a board.
  public long number() {
    return number;
  }

  /// Returns the one that a board tells by a number.
  public static LoopPhase of(long number) {
    for (LoopPhase phase : values()) {
      if (phase.number == number) {
        return phase;
      }
    }
    throw new IllegalArgumentException("a phase is a number of 0 to 3, not " + number);
  }
}
