package dev.terrarium.worker.process;

import java.time.Duration;

/// How long interrupted code may take to end before its process is killed.
record Grace(Duration time) {
  static final Grace USUAL = new Grace(Duration.ofMillis(50));
}
