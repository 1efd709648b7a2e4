package dev.terrarium.cli;

import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Tells what a robot does, each line with the seconds since the start. Safe to use from any
/// thread.
final class RobotLog implements SafetyListener {
  private final Terminal terminal;
  private final LongSupplier elapsed;
  private final List<Line> held = new ArrayList<>();
  private Moment.State state = new Moment.State(0, SafetyState.DISARMED.id());
  private boolean isHeld;

  private record Line(long at, String sentence) {}

  /// @param terminal where it is told
  /// @param elapsed nanoseconds since the start
  RobotLog(Terminal terminal, LongSupplier elapsed) {
    this.terminal = terminal;
    this.elapsed = elapsed;
  }

  /// States are told by those who change them.
  @Override
  public void changed(Transition transition) {}

  @Override
  public void reported(FaultReport report) {
    say("%s: %s".formatted(report.component(), report.fault().message()));
  }

  /// Keeps what is said until [#release], since nobody who hears of it may hold up what is done.
  synchronized void hold() {
    isHeld = true;
  }

  /// Tells what was kept, in the order in which it happened.
  synchronized void release() {
    isHeld = false;
    held.sort(Comparator.comparingLong(Line::at));
    held.forEach(this::tell);
    held.clear();
  }

  void say(String sentence) {
    say(elapsed.getAsLong(), sentence);
  }

  /// Tells what safety is, and since when, unless that was told; a robot begins disarmed.
  synchronized void say(Moment.State told) {
    if (!told.equals(state)) {
      state = told;
      say(told.at(), told.state());
    }
  }

  /// Tells of something that happened earlier, and what Python prints of it below.
  void say(long at, String sentence, Optional<String> traceback) {
    say(at, sentence + traceback.map(text -> "\n" + text.indent(2).stripTrailing()).orElse(""));
  }

  /// Tells of something that happened earlier.
  synchronized void say(long at, String sentence) {
    var line = new Line(at, sentence);
    if (isHeld) {
      held.add(line);
    } else {
      tell(line);
    }
  }

  private void tell(Line line) {
    terminal.say(
        String.format(Locale.ROOT, "terrarium: %8.3f s  %s", line.at() / 1e9, line.sentence()));
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
