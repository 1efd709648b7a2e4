package dev.terrarium.cli;

import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.Transition;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Tells what a robot does, each line with the seconds since the start.
///
/// @param terminal where it is told
/// @param elapsed nanoseconds since the start
record RobotLog(Terminal terminal, LongSupplier elapsed) implements SafetyListener {
  /// States are told by those who change them.
  @Override
  public void changed(Transition transition) {}

  @Override
  public void reported(FaultReport report) {
    say("%s: %s".formatted(report.component(), report.fault().message()));
  }

  void say(String sentence) {
    say(elapsed.getAsLong(), sentence);
  }

  /// Tells of something that happened earlier, and what Python prints of it below.
  void say(long at, String sentence, Optional<String> traceback) {
    say(at, sentence + traceback.map(text -> "\n" + text.indent(2).stripTrailing()).orElse(""));
  }

  /// Tells of something that happened earlier.
  void say(long at, String sentence) {
    terminal.say(String.format(Locale.ROOT, "terrarium: %8.3f s  %s", at / 1e9, sentence));
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
