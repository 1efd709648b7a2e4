package dev.terrarium.bench;

import java.util.Locale;

/// What Python does while an arm is controlled; `disturbances.py` does it.
enum Disturbance {
  IDLE("nothing"),
  SLEEP_SPIN("a policy sleeps 50 ms, spins 50 ms, and again"),
  HOG("a second Python thread holds the GIL for 300 ms, and again"),
  DISK("a policy reads 80 MB/s from the disk"),
  GARBAGE("200 MB/s of garbage in the same process"),
  ALL("all of these at once");

  private final String words;

  Disturbance(String words) {
    this.words = words;
  }

  /// The name on the command line, and that which Python knows it by.
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String words() {
    return words;
  }

  /// Whether garbage is made.
  boolean hasGarbage() {
    return this == GARBAGE || this == ALL;
  }
}
