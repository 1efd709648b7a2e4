package dev.terrarium.cli;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// Tells what happens while somebody watches, and when it happened.
///
/// @param terminal where it is told
record Notices(Terminal terminal) {
  void say(String sentence) {
    var time = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    terminal.say("terrarium: %tT %s".formatted(time, sentence));
  }
}
