package dev.terrarium.bench;

/// How long a row is measured: JVMs started, iterations to warm up, and rounds.
enum Effort {
  THOROUGH(3, 15, 200),
  QUICK(1, 8, 100);

  /// Milliseconds of an iteration that warms up.
  static final int WARMUP_MILLIS = 200;

  /// Milliseconds of the Java side of one round.
  static final int ROUND_MILLIS = 10;

  private final int forks;
  private final int warmups;
  private final int rounds;

  Effort(int forks, int warmups, int rounds) {
    this.forks = forks;
    this.warmups = warmups;
    this.rounds = rounds;
  }

  int forks() {
    return forks;
  }

  int warmups() {
    return warmups;
  }

  int rounds() {
    return rounds;
  }
}
