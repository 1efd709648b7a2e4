package dev.terrarium.broker;

import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.Standing;
import java.time.Duration;

/// What is done about an operation that nobody waits for any more, step by step.
///
/// At once it is interrupted, and then every 10 ms until it ends. After 250 ms the interpreter is
/// marked: calls are refused, and people are told where the culprit stands. After a second a
/// process is killed; where there is none, the culprit is looked at every second until it ends. All
/// of it happens on the guard's thread, which never waits for Python longer than a look takes.
final class Ladder {
  static final Duration EVERY = Duration.ofMillis(10);
  static final Duration MARK = Duration.ofMillis(250);
  static final Duration KILL = Duration.ofSeconds(1);

  private final Lanes lanes;
  private final Desk desk;
  private final Teller teller;

  Ladder(Lanes lanes, Desk desk, Teller teller) {
    this.lanes = lanes;
    this.desk = desk;
    this.teller = teller;
  }

  /// Interrupts an operation; one that was not handed to the interpreter yet is when it is.
  void begin(Operation<?> given) {
    Running<?> running = given.running();
    if (running == null || given.hasEnded() || !given.noteInterrupt()) {
      return;
    }
    long now = lanes.nanos();
    running.interrupt(EVERY);
    teller.tell(new BrokerEvent.Interrupted(given.name()));
    lanes.guardAt(now + MARK.toNanos(), () -> mark(given, running));
    lanes.guardAt(now + KILL.toNanos(), () -> kill(given, running));
  }

  private void mark(Operation<?> culprit, Running<?> running) {
    if (culprit.hasEnded()) {
      return;
    }
    Standing standing = running.standing();
    if (standing.where() != Standing.Where.ENDED) {
      desk.mark(culprit, new Mark(culprit.name(), standing.where(), standing.stack()));
    }
  }

  private void kill(Operation<?> culprit, Running<?> running) {
    if (culprit.hasEnded()) {
      return;
    }
    if (!desk.kill(culprit)) {
      mark(culprit, running);
      lanes.guardAt(lanes.nanos() + KILL.toNanos(), () -> kill(culprit, running));
    }
  }
}
