package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.SafetyDeclaration.Restarts;
import java.time.Duration;
import java.util.Map;

/// The table `safety`: what watches the robot.
final class SafetySection {
  static final Field<Integer> MAX =
      Field.required(
          "max",
          Kinds.whole(0, 1000),
          "how often a component may start again in that time; one more is an error");
  static final Field<Duration> WITHIN_S =
      Field.required("within_s", Kinds.SECONDS, "that time, in seconds");

  static final Section RESTARTS_SECTION = Section.of("safety.restarts", MAX, WITHIN_S);

  static final Field<Duration> WATCHDOG_MS =
      Field.optional(
          "watchdog_ms", Kinds.MILLIS, "how long it may be silent before the robot is disarmed");
  static final Field<Duration> DISARM_TIMEOUT_MS =
      Field.usual(
          "disarm_timeout_ms",
          Kinds.MILLIS,
          SafetyDeclaration.USUAL_DISARM_TIMEOUT,
          "how long each component may take to disarm");
  static final Field<Restarts> RESTARTS =
      Field.usual(
          "restarts",
          new TableKind<>(
              "a table of max and within_s",
              RESTARTS_SECTION,
              entry -> new Restarts(entry.get(MAX), entry.get(WITHIN_S)),
              restarts ->
                  new Written().put(MAX, restarts.most()).put(WITHIN_S, restarts.within()).table()),
          Restarts.USUAL,
          "how often components may start again");

  static final Section SECTION = Section.of("safety", WATCHDOG_MS, DISARM_TIMEOUT_MS, RESTARTS);

  private SafetySection() {}

  static SafetyDeclaration read(Entry entry) {
    return new SafetyDeclaration(
        entry.find(WATCHDOG_MS), entry.get(DISARM_TIMEOUT_MS), entry.get(RESTARTS));
  }

  static Map<String, Object> write(SafetyDeclaration safety) {
    return new Written()
        .putIfThere(WATCHDOG_MS, safety.watchdog())
        .put(DISARM_TIMEOUT_MS, safety.disarmTimeout())
        .put(RESTARTS, safety.restarts())
        .table();
  }
}
