package dev.terrarium.control.loop;

/// What a loop has counted; its thread's own.
final class Tally {
  long phase;
  long cycles;
  long missed;
  long slow;
}
