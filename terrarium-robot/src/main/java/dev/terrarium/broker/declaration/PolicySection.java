package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.PolicyDeclaration.Call;
import dev.terrarium.broker.declaration.PolicyDeclaration.Place;
import java.time.Duration;
import java.util.Map;

/// The tables `policies.NAME`: what gives the arm targets.
final class PolicySection {
  static final Field<Call> CALL =
      Field.required(
          "call",
          Kinds.parsed("\"module:function\"", Call::of),
          "what is called with each observation, and returns a target");
  static final Field<Double> RATE_HZ =
      Field.usual(
          "rate_hz", Kinds.between(1, 100), PolicyDeclaration.USUAL_RATE, "how often in a second");
  static final Field<Place> ISOLATION =
      Field.usual(
          "isolation",
          Kinds.word(Place.class),
          Place.INLINE,
          "whether it takes turns with the robot's scripts, or has a thread or a process of its own");
  static final Field<Duration> DEADLINE_MS =
      Field.usual(
          "deadline_ms",
          Kinds.MILLIS,
          PolicyDeclaration.USUAL_DEADLINE,
          "how long an answer may take; then the call is interrupted, and the policy ends");
  static final Field<Boolean> AUTOSTART =
      Field.usual(
          "autostart",
          Kinds.FLAG,
          false,
          "whether it has the arm as soon as the arm is started; one has at most");
  static final Field<String> DOC = Field.usual("doc", Kinds.DOC, "", "what it does");

  static final Section SECTION =
      Section.of("policies.NAME", CALL, RATE_HZ, ISOLATION, DEADLINE_MS, AUTOSTART, DOC);

  private PolicySection() {}

  static PolicyDeclaration read(Entry entry) {
    return new PolicyDeclaration(
        entry.get(CALL),
        entry.get(RATE_HZ),
        entry.get(ISOLATION),
        entry.get(DEADLINE_MS),
        entry.get(AUTOSTART),
        entry.get(DOC));
  }

  static Map<String, Object> write(PolicyDeclaration policy) {
    return new Written()
        .put(CALL, policy.call())
        .put(RATE_HZ, policy.rate())
        .put(ISOLATION, policy.place())
        .put(DEADLINE_MS, policy.deadline())
        .put(AUTOSTART, policy.autostart())
        .put(DOC, policy.doc())
        .table();
  }
}
