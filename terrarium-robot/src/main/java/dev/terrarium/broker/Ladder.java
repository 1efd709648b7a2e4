package dev.terrarium.broker;

import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.Standing;
import java.time.Duration;

/// What is done about an operation that nobody waits for any more, step by step.
///
/// At once it is interrupted, and then every 10 ms until it ends. After 250 ms the interpreter is
/// marked: calls are refused, and people are told where the culprit stands. It is looked at before
/// that, since what one look seems to show may need a second, and every 250 ms after it. After a
/// second a process is killed; where there is none, the culprit is looked at every second until it
/// ends. All of it happens on the guard's thread, which never waits for Python longer than a look
/// takes.
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
    var climb = new Climb(given, running);
    lanes.guardAt(now + MARK.toNanos() / 2, climb::look);
    for (long at = MARK.toNanos(); at < KILL.toNanos(); at += MARK.toNanos()) {
      lanes.guardAt(now + at, climb::mark);
    }
    lanes.guardAt(now + KILL.toNanos(), climb::kill);
  }

  /// The steps of one operation.
  private final class Climb {
    private final Operation<?> culprit;
    private final Running<?> running;
    private Standing seen = new Standing(Standing.Where.WAITING);

    Climb(Operation<?> culprit, Running<?> running) {
      this.culprit = culprit;
      this.running = running;
    }

    void look() {
      if (!culprit.hasEnded()) {
        seen = running.standing();
      }
    }

    void mark() {
      Standing.Where before = seen.where();
      look();
      var because = new Mark(culprit.name(), seen);
      boolean isSure = !because.isDoubtful() || seen.where() == before;
      if (isSure && seen.where() != Standing.Where.ENDED) {
        desk.mark(culprit, because);
      }
    }

    void kill() {
      if (!culprit.hasEnded() && !desk.kill(culprit)) {
        mark();
        lanes.guardAt(lanes.nanos() + KILL.toNanos(), this::kill);
      }
    }
  }
}
